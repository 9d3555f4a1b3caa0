delete from ctl.pedidos_carregados;

delete from audit.etl_run_entity;

update audit.etl_run set status = 'running', finalizado_em = null;

update ctl.etl_control
set ultimo_cutoff = null, ultimo_run_id = null, ultimo_sucesso_em = null, falhas_consecutivas = 0;
delete from ctl.grupos_tocados;

delete from audit.reconciliacao;
