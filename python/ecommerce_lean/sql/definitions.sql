-- One hash of what a run leaves alone when it knows it: the named views, the seeds' rows, and the
-- tables of warehouse and source that views are bound to.
select md5(string_agg(line, chr(10) order by line)) as found
from (
    select concat_ws(' ', schema_name, view_name, sql) as line
    from duckdb_views()
    where
        database_name = current_database()
        and list_contains(?, view_name)
    union all
    select concat_ws(' ', database_name, schema_name, table_name, sql) as line
    from duckdb_tables()
    where database_name in (current_database(), 'ECOMMERCE_OLTP')
    union all
    select concat_ws(' ', 'feriados_nacionais', count(*), bit_xor(hash(seed_row))) as line
    from stg.feriados_nacionais as seed_row
    union all
    select concat_ws(' ', 'taxonomia_erros', count(*), bit_xor(hash(seed_row))) as line
    from ctl.taxonomia_erros as seed_row
)
