-- Sellers of the period, by place; movement = places won since the period before.
select
    ranking_periodo as lugar,
    ranking_anterior - ranking_periodo as movimento,
    vendedor_original_id as vendedor_id,
    nome_vendedor as vendedor,
    nome_equipe as equipe,
    regional,
    valor_meta as meta,
    valor_realizado as realizado,
    gap_meta as diferenca,
    percentual_atingido,
    quartil_performance as quartil
from vw.vw_metas_completa
where
    tipo_periodo = :tipo
    and periodo_inicio = :inicio
    and nome_equipe in :equipes
order by ranking_periodo
