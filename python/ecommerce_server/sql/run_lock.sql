set nocount on;
declare @codigo int;
exec @codigo = sp_getapplock
    @Resource = 'ecommerce_dw_run', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
select @codigo as codigo;
