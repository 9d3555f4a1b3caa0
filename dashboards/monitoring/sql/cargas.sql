select
    run_id, entidade, ordem, status, iniciado_em, duracao_s, duracao_mediana_s, duracao_min_s,
    duracao_max_s, linhas_lidas, linhas_inseridas, linhas_atualizadas, linhas_excluidas,
    linhas_quarentena, linhas_gravadas, linhas_mediana, linhas_min, linhas_max,
    eh_vazia_inesperada, atraso_janela_minutos, cutoff_ate, categoria_erro, mensagem_erro
from ops.vw_cargas
where run_id > (select max(run_id) from ops.vw_execucoes) - :ultimas
order by run_id, ordem
