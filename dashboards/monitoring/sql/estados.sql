select entidade, status
from audit.etl_run_entity
where run_id = :run_id
order by entidade
