-- What the server says of `banco` (bound): ONLINE, RESTORING, ...; NULL where it is not there.
select cast(databasepropertyex(cast(session_context(N'banco') as sysname), N'Status') as nvarchar(60)) as estado;
