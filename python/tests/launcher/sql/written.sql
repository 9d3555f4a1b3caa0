select
    'fact_vendas',
    count(*)
from fact.fact_vendas
where criado_run_id = $1
union all
select
    'dim_regiao',
    count(*)
from dim.dim_regiao
where criado_run_id = $1
