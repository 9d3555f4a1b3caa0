-- A login's user in the current database; `login` comes bound.
declare @login sysname = cast(session_context(N'login') as sysname), @comando nvarchar(max);
if user_id(@login) is null
    set @comando = N'create user ' + quotename(@login) + N' for login ' + quotename(@login);
else -- after a restore from another server the user's link to its login is broken
    set @comando = N'alter user ' + quotename(@login) + N' with login = ' + quotename(@login);
exec sys.sp_executesql @comando;
go
