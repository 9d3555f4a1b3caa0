-- The server's own time, which names its backups and is what STOPAT compares with.
select sysdatetime() as agora;
