select entidade
from audit.etl_run_entity
where run_id = ?
