select
    (select count(*) from audit.etl_run) as execucoes,
    (select count(*) from audit.etl_run where status <> 'success') as sem_sucesso,
    (select count(*) from audit.etl_run_entity where status <> 'success') as cargas_sem_sucesso,
    (select count(*) from audit.etl_run_entity where mensagem_erro like '%deadlock%') as impasses
