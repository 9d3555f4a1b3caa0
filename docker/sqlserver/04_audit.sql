-- SQL Server Audit of logins, to files. `pasta` (of the server; bound) is where they go.
-- 10 files of 16 MB: the next run reads them all, and a file is reused only when it is the oldest of
-- ten. on_failure = continue: a full disk stops the audit, not the shop.
use master;
go
if not exists (select 1 from sys.server_audits where name = N'dw_logins')
begin
    declare @comando nvarchar(max)
        = N'create server audit dw_logins to file (filepath = '
        + quotename(cast(session_context(N'pasta') as nvarchar(128)), N'''')
        + N', maxsize = 16 MB, max_rollover_files = 10, reserve_disk_space = off)'
        + N' with (queue_delay = 1000, on_failure = continue)';
    exec sys.sp_executesql @comando;
end;
go
if not exists (select 1 from sys.server_audit_specifications where name = N'dw_logins')
    exec (N'create server audit specification dw_logins for server audit dw_logins add (successful_login_group), add (failed_login_group) with (state = on)');
go
if exists (select 1 from sys.server_audits where name = N'dw_logins' and is_state_enabled = 0)
    alter server audit dw_logins with (state = on);
go
