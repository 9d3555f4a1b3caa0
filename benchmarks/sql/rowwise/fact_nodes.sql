-- Seconds of the newest run's nodes that fact_vendas is made of, and of fact_vendas itself.
select
    sum(duracao_s) filter (
        entidade = 'fact_vendas'
        or (
            entidade like 'int\_%' escape '\' and entidade not like 'int\_meta%' escape '\'
            and entidade not like 'int\_reconciliacao%' escape '\'
        )
    ),
    max(duracao_s) filter (entidade = 'fact_vendas')
from audit.etl_run_entity
where run_id = (select max(run_id) from audit.etl_run)
