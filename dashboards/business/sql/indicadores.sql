-- Headline figures of the period, of the one that it is compared with and of the same days a year earlier.
with somas as (
    select
        periodos.periodo,
        sum(vendas.receita) as receita,
        sum(vendas.pedidos) as pedidos,
        sum(vendas.vendidas - vendas.devolvidas) as unidades,
        case when count(vendas.margem) = count(*) then sum(vendas.margem) end as margem,
        sum(vendas.vendidas) as vendidas,
        sum(vendas.devolvidas) as devolvidas,
        sum(vendas.bruto) as bruto,
        sum(vendas.descontos) as descontos
    from base.periodos as periodos
    inner join base.vendas as vendas
        on vendas.data_venda between periodos.inicio and periodos.fim
    group by periodos.periodo
)

select
    periodo,
    receita,
    pedidos,
    unidades,
    margem,
    bruto,
    descontos,
    bruto - descontos - receita as devolvido,
    1.0 * receita / nullif(pedidos, 0) as ticket_medio,
    100.0 * margem / nullif(receita, 0) as margem_percent,
    100.0 * devolvidas / nullif(vendidas, 0) as devolucao_percent,
    100.0 * descontos / nullif(bruto, 0) as desconto_percent
from somas
