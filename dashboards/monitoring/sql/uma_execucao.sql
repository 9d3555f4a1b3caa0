select run_id, invocation_id, host
from audit.etl_run
where run_id = :run_id
