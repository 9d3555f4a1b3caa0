-- After a restore that did not begin: opens the database again as it was. `banco` comes bound.
use master;
go
declare @banco sysname = cast(session_context(N'banco') as sysname), @comando nvarchar(max);
if databasepropertyex(@banco, N'Status') = N'ONLINE'
begin
    set @comando = N'alter database ' + quotename(@banco) + N' set multi_user';
    exec sys.sp_executesql @comando;
end;
go
