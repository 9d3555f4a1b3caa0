update audit.etl_run set status = 'success';

insert into audit.etl_run
select * replace ('running' as status)
from {expected}.audit.etl_run
where run_id = {run_id};

insert into ctl.clientes_apagados
select * from {expected}.ctl.clientes_apagados
where run_id = {run_id}
