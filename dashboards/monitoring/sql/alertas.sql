select
    gravidade, tipo, causa, entidade, acao, desde, alerta_id, mensagem,
    modelo, valor_1, valor_2, valor_3, valor_4, valor_5, orientacao
from ops.vw_alertas
order by
    case gravidade when 'critica' then 1 when 'alta' then 2 when 'media' then 3 else 4 end,
    case causa when 'execucao' then 1 else 2 end,
    desde
