-- Rows of table a (of the warehouse: its technical columns aside), of those the ones that b lacks,
-- and rows of b that a lacks. Columns go by name; a column that one side lacks makes rows or counts differ.
with a as (
    select
        columns(
            lambda c: c not in (
                'row_hash', 'criado_run_id', 'atualizado_run_id', 'data_inclusao',
                'data_ultima_atualizacao'
            )
        )
    from query_table(getvariable('a'))
),
b as (
    select * from (select * from a limit 0)
    union all by name
    select * from query_table(getvariable('b'))
)
select
    (select count(*) from a) as linhas,
    (select count(*) from (select * from a except all select * from b)) as faltam,
    (select count(*) from (select * from b except all select * from a)) as sobram
