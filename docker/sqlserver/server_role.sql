-- A role of the server; `papel` comes bound.
declare @papel sysname = cast(session_context(N'papel') as sysname), @comando nvarchar(max);
set @comando = N'create server role ' + quotename(@papel);
if not exists (select 1 from sys.server_principals where name = @papel and type = 'R')
    exec sys.sp_executesql @comando;
go
