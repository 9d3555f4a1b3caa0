select
    run_id, status, iniciado_em, finalizado_em, duracao_s, duracao_mediana_s, duracao_min_s,
    duracao_max_s, entidades, linhas_gravadas, linhas_esperadas, entidades_vazias, linhas_quarentena,
    nos_total, nos_ok, nos_erro, nos_pulados, testes_falhos, medidas_reconciliadas, diferencas,
    cutoff, comando, usuario, varredura, linhas_sem_carimbo, carrega, mensagem_erro
from ops.vw_execucoes
where run_id > (select max(run_id) from ops.vw_execucoes) - :ultimas
order by run_id
