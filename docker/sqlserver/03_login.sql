-- One login. `login` and `senha` come bound, from the session's context. The password of the environment is the truth: changed there, it is changed here.
use master;
go
declare
    @login sysname = cast(session_context(N'login') as sysname),
    @senha nvarchar(128) = cast(session_context(N'senha') as nvarchar(128)),
    @comando nvarchar(max);

if suser_id(@login) is null
    set @comando
        = N'create login ' + quotename(@login) + N' with password = ' + quotename(@senha, N'''')
        + N', check_policy = on, check_expiration = off';
else if pwdcompare(@senha, cast(loginproperty(@login, N'PasswordHash') as varbinary(256))) = 0
    set @comando = N'alter login ' + quotename(@login) + N' with password = ' + quotename(@senha, N'''');
if @comando is not null exec sys.sp_executesql @comando;
go
