-- Months of the period (atual) and of the one that it is compared with (anterior).
select
    periodos.periodo,
    calendario.periodo_mes as quando,
    sum(vendas.receita) as receita,
    sum(vendas.pedidos) as pedidos,
    sum(vendas.vendidas - vendas.devolvidas) as unidades,
    1.0 * sum(vendas.receita) / nullif(sum(vendas.pedidos), 0) as ticket_medio,
    100.0 * case when count(vendas.margem) = count(*) then sum(vendas.margem) end / nullif(sum(vendas.receita), 0) as margem_percent,
    100.0 * sum(vendas.devolvidas) / nullif(sum(vendas.vendidas), 0) as devolucao_percent,
    100.0 * sum(vendas.descontos) / nullif(sum(vendas.bruto), 0) as desconto_percent
from base.periodos as periodos
inner join base.vendas as vendas on vendas.data_venda between periodos.inicio and periodos.fim
inner join vw.vw_calendario_completo as calendario on calendario.data_completa = vendas.data_venda
where periodos.periodo <> 'ano'
group by periodos.periodo, calendario.periodo_mes
order by periodos.periodo, quando
