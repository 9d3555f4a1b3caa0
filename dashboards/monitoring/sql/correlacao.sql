select
    run_id, status, iniciado_em, finalizado_em, categoria_conexao, falhas_conexao,
    primeira_falha_em, ultima_falha_em, tem_falha_de_conexao, mensagem_erro
from ops.vw_correlacao_falhas
order by run_id desc, falhas_conexao desc
