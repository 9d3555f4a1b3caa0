-- Whether the log of `banco` (bound) can be backed up: not before a full backup, nor under the simple recovery model.
select case when count(estado.last_log_backup_lsn) > 0 then 1 else 0 end as tem_cadeia
from sys.database_recovery_status as estado
where estado.database_id = db_id(cast(session_context(N'banco') as sysname));
