-- `banco` and `arquivo` come bound. A page whose checksum is wrong stops the backup.
declare
    @banco sysname = cast(session_context(N'banco') as sysname),
    @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260));
backup database @banco to disk = @arquivo with checksum, compression, format, init;
go
