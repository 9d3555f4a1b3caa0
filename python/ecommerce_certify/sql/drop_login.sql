declare @login sysname = cast(session_context(N'login') as sysname), @comando nvarchar(max);
set @comando = N'drop login ' + quotename(@login);
if suser_id(@login) is not null exec sys.sp_executesql @comando;
