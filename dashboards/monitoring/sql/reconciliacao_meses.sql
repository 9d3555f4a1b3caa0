select
    entidade, periodo,
    count(*) as medidas,
    sum(case when diferenca <> 0 then 1 else 0 end) as diferencas
from audit.reconciliacao
where run_id = :run_id
group by entidade, periodo
order by entidade, periodo
