select
    run_id,
    status,
    cutoff,
    varredura,
    testa_tudo,
    linhas_sem_carimbo,
    nos_erro,
    mensagem_erro,
    carrega,
    aviso_relogio
from audit.etl_run
where invocation_id = ?
