select
    schema_name || '.' || table_name as relation,
    column_name
from duckdb_columns()
where
    database_name = current_database()
    and (schema_name in ('dim', 'fact') or schema_name || '.' || table_name = 'audit.quarentena')
    and table_name not like 'vw%'
    and column_name not in (
        'criado_run_id', 'atualizado_run_id', 'data_inclusao', 'data_ultima_atualizacao',
        'run_id', 'quarentena_id'
    )
order by
    relation,
    column_name
