select count(*) as em_curso
from audit.etl_run_entity
where entidade = 'fact_vendas' and status = 'running'
