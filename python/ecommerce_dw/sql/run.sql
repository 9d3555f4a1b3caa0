select run_id, status, cutoff
from audit.etl_run
where invocation_id = ?
