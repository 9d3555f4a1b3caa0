-- `banco` and `arquivo` come bound.
declare
    @banco sysname = cast(session_context(N'banco') as sysname),
    @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260));
backup log @banco to disk = @arquivo with checksum, compression, format, init;
go
