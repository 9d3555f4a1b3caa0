-- Periods that have targets, from the last to the first, with what became of them.
with periodos as (
    select
        tipo_periodo,
        periodo_inicio,
        max(periodo_fim) as periodo_fim,
        min(case when eh_periodo_fechado = 1 then 1 else 0 end) as fechado,
        count(*) as vendedores,
        sum(case when meta_batida = 1 then 1 else 0 end) as batidas,
        sum(valor_meta) as meta,
        sum(valor_realizado) as realizado
    from vw.vw_metas_completa
    where
        tipo_periodo = :tipo
        and nome_equipe in :equipes
    group by tipo_periodo, periodo_inicio
)

select
    periodo_inicio,
    periodo_fim,
    fechado,
    vendedores,
    batidas,
    meta,
    realizado,
    100.0 * realizado / nullif(meta, 0) as atingimento_percent
from periodos
order by periodo_inicio desc
