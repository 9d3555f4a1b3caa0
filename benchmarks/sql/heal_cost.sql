-- Of the newest run: seconds of its loads, of those that compute the order facts, items read.
select
    sum(duracao_s) filter (tipo_recurso in ('model', 'snapshot')),
    sum(duracao_s) filter (
        entidade in ('fact_vendas', 'fact_descontos') or entidade like 'int\_%' escape '\'
    ),
    max(linhas_lidas) filter (entidade = 'fact_vendas')
from audit.etl_run_entity
where run_id = (select max(run_id) from audit.etl_run)
