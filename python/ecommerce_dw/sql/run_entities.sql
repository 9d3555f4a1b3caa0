select
    entidade,
    status,
    linhas_lidas,
    linhas_inseridas,
    linhas_atualizadas,
    linhas_excluidas,
    linhas_quarentena,
    duracao_s
from audit.etl_run_entity
where run_id = ?
