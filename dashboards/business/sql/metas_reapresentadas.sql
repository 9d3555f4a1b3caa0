-- Targets of closed periods whose figures would differ if they were computed today.
select
    periodo_inicio,
    nome_vendedor as vendedor,
    nome_equipe as equipe,
    valor_meta as meta,
    valor_realizado as congelado,
    valor_realizado_reapresentado as reapresentado,
    diferenca_realizado as diferenca,
    percentual_atingido as congelado_percent,
    percentual_atingido_reapresentado as reapresentado_percent,
    ranking_periodo as lugar_congelado,
    ranking_periodo_reapresentado as lugar_reapresentado
from vw.vw_metas_reapresentadas
where
    tipo_periodo = :tipo
    and foi_reapresentada = 1
    and nome_equipe in :equipes
order by periodo_inicio desc, nome_vendedor
