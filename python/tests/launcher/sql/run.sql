select
    status,
    strftime(cutoff, '%Y-%m-%d %H:%M:%S.%f'),
    comando,
    linhas_inseridas,
    linhas_atualizadas
from audit.etl_run
where run_id = ?
