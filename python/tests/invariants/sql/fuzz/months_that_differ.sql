select distinct periodo
from audit.reconciliacao
where run_id = (select max(run_id) from audit.etl_run) and status <> 'ok'
order by periodo
