-- A role of the current database; `papel` comes bound.
declare @papel sysname = cast(session_context(N'papel') as sysname), @comando nvarchar(max);
set @comando = N'create role ' + quotename(@papel) + N' authorization dbo';
if not exists (select 1 from sys.database_principals where name = @papel and type = 'R')
    exec sys.sp_executesql @comando;
go
