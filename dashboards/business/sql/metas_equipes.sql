-- Teams of the period, by place.
select
    ranking_equipe as lugar,
    ranking_anterior - ranking_equipe as movimento,
    nome_equipe as equipe,
    regional,
    vendedores,
    vendedores_meta_batida as batidas,
    valor_meta as meta,
    valor_realizado as realizado,
    percentual_atingido
from vw.vw_ranking_equipes_meta
where
    tipo_periodo = :tipo
    and periodo_inicio = :inicio
    and nome_equipe in :equipes
order by ranking_equipe
