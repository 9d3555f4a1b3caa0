select run_id, status, cutoff, varredura, testa_tudo, linhas_sem_carimbo
from audit.etl_run
where invocation_id = ?
