select distinct entidade
from audit.dq_resultado
where run_id = :run_id and status in ('fail', 'error')
order by entidade
