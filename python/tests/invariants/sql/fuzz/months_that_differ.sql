-- What a reload has to name: months of the facts, dimensions by their names.
select distinct if(periodo = 'dimensoes', entidade, periodo) as recarga
from audit.reconciliacao
where run_id = (select max(run_id) from audit.etl_run) and status <> 'ok'
order by recarga
