insert into audit.etl_run
select * replace ('running' as status)
from {expected}.audit.etl_run
where run_id = 2
