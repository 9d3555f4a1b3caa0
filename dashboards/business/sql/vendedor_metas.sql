-- Targets of one seller whose period begins in the period.
select
    tipo_periodo as tipo,
    periodo_inicio,
    periodo_fim,
    valor_meta as meta,
    valor_realizado as realizado,
    percentual_atingido,
    gap_meta as diferenca,
    ranking_periodo as lugar,
    ranking_anterior - ranking_periodo as movimento,
    quartil_performance as quartil
from vw.vw_metas_completa
where
    vendedor_original_id = :vendedor
    and periodo_inicio between :mes_inicio and :ate
order by periodo_inicio desc, tipo_periodo
