select
    entidade,
    periodo,
    count(*) as medidas,
    sum(case when status <> 'ok' then 1 else 0 end) as diferencas
from audit.reconciliacao
where run_id = ?
group by
    entidade,
    periodo
