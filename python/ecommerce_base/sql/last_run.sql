select
    run_id,
    status,
    iniciado_em,
    cutoff,
    mensagem_erro
from audit.etl_run
where run_id = (select max(run_id) from audit.etl_run where carrega is null or carrega = 1)
