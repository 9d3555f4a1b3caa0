select
    name as banco,
    has_dbaccess(name) as acesso,
    collation_name as collation,
    cast(collationproperty(collation_name, 'CodePage') as int) as pagina,
    is_read_committed_snapshot_on as rcsi,
    snapshot_isolation_state_desc as snapshot,
    recovery_model_desc as recuperacao,
    log_reuse_wait_desc as espera_do_log
from sys.databases
where name in (?, ?)
