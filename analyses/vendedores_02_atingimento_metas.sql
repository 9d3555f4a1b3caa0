-- Question: how many of the monthly targets are met, and by how much?
-- Reading: atingimento_percent weighs every real alike (sum over sum), so one large target can hide
-- many missed ones: read it beside batidas_percent.
with meses as (
    select
        periodo_mes,
        count(*) as metas,
        sum(case when meta_batida = 1 then 1 else 0 end) as batidas,
        sum(case when meta_superada = 1 then 1 else 0 end) as superadas,
        sum(valor_meta) as valor_meta,
        sum(valor_realizado) as valor_realizado
    from {{ ref('vw_metas_completa') }}
    where tipo_periodo = 'Mensal'
    group by periodo_mes
)

select
    periodo_mes,
    metas,
    batidas,
    superadas,
    {{ percentual('batidas', 'metas') }} as batidas_percent,
    valor_meta,
    valor_realizado,
    valor_realizado - valor_meta as gap_meta,
    {{ percentual('valor_realizado', 'valor_meta') }} as atingimento_percent
from meses
order by periodo_mes
