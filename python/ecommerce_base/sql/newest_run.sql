select
    max(run_id) as run_id,
    max(case when status = 'running' then 1 else 0 end) as em_curso
from audit.etl_run
