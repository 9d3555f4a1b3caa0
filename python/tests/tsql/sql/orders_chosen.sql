select count(*) as escolhas
from audit.etl_run_entity as evento
inner join audit.etl_run as execucao on evento.run_id = execucao.run_id
where execucao.status = 'running' and evento.entidade = 'int_pedidos_afetados'
