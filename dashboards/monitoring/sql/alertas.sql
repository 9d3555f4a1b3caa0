select
    gravidade, tipo, causa, entidade, mensagem, acao, desde, alerta_id
from ops.vw_alertas
order by
    case gravidade when 'critica' then 1 when 'alta' then 2 when 'media' then 3 else 4 end,
    desde
