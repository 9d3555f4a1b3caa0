-- `banco`, `arquivo` and `ate` (empty: all of it) come bound. STOPAT compares with a datetime, and takes the text of one: milliseconds.
declare
    @banco sysname = cast(session_context(N'banco') as sysname),
    @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260)),
    @ate varchar(23) = cast(session_context(N'ate') as varchar(23));
if @ate = ''
    restore log @banco from disk = @arquivo with checksum, norecovery;
else
    restore log @banco from disk = @arquivo with checksum, norecovery, stopat = @ate;
go
