select
    status,
    count(*) as quantidade
from audit.dq_resultado
where run_id = ?
group by status
