-- Opens the restored database to everybody. `banco` comes bound.
use master;
go
declare @banco sysname = cast(session_context(N'banco') as sysname), @comando nvarchar(max);
restore database @banco with recovery;
set @comando = N'alter database ' + quotename(@banco) + N' set multi_user';
exec sys.sp_executesql @comando;
go
