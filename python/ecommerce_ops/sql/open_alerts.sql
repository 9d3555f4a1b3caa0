select
    alerta_id,
    gravidade,
    tipo,
    causa,
    entidade,
    mensagem,
    acao,
    desde
from ops.vw_alertas
order by
    case gravidade when 'critica' then 1 when 'alta' then 2 when 'media' then 3 else 4 end,
    case causa when 'execucao' then 1 else 2 end,
    desde,
    alerta_id
