-- `banco`, `arquivo` and `ate` (empty: all of it) come bound.
declare
    @banco sysname = cast(session_context(N'banco') as sysname),
    @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260)),
    @ate datetime = convert(datetime, nullif(cast(session_context(N'ate') as nvarchar(30)), N''), 126);
if @ate is null
    restore log @banco from disk = @arquivo with checksum, norecovery;
else
    restore log @banco from disk = @arquivo with checksum, norecovery, stopat = @ate;
go
