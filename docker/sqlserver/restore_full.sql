-- Ends everybody's sessions in the database and restores over it. More may follow: the database
-- stays in recovery. `banco` and `arquivo` come bound.
use master;
go
declare
    @banco sysname = cast(session_context(N'banco') as sysname),
    @arquivo nvarchar(260) = cast(session_context(N'arquivo') as nvarchar(260)),
    @comando nvarchar(max);
if db_id(@banco) is not null and databasepropertyex(@banco, N'Status') = N'ONLINE'
begin
    set @comando = N'alter database ' + quotename(@banco) + N' set single_user with rollback immediate';
    exec sys.sp_executesql @comando;
end;
restore database @banco from disk = @arquivo with checksum, replace, norecovery;
go
