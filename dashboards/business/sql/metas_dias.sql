-- What the sellers with a target sold, day by day of the period, beside the working days.
with metas as (
    select
        vendedor_original_id,
        valor_meta
    from vw.vw_metas_completa
    where
        tipo_periodo = :tipo
        and periodo_inicio = :inicio
        and nome_equipe in :equipes
),

vendas as (
    select
        vendas.data_venda,
        sum(vendas.valor_receita) as receita
    from vw.vw_vendas_completa as vendas
    inner join metas on metas.vendedor_original_id = vendas.vendedor_original_id
    where
        vendas.data_venda >= :inicio
        and vendas.data_venda < :fim
    group by vendas.data_venda
),

total as (
    select sum(valor_meta) as meta
    from metas
),

dias as (
    select
        calendario.data_completa as dia,
        total.meta,
        coalesce(vendas.receita, 0) as receita,
        case when calendario.eh_dia_util = 1 then 1.0 else 0.0 end as util
    from vw.vw_calendario_completo as calendario
    cross join total
    left join vendas on vendas.data_venda = calendario.data_completa
    where
        calendario.data_completa >= :inicio
        and calendario.data_completa < :fim
)

select
    dia,
    receita,
    sum(receita) over (order by dia rows between unbounded preceding and current row) as realizado,
    meta * sum(util) over (order by dia rows between unbounded preceding and current row)
    / nullif(sum(util) over (), 0) as esperado
from dias
order by dia
