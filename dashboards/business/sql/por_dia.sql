-- Days, from a year before the period to its end.
select
    data_venda as quando,
    sum(receita) as receita,
    sum(pedidos) as pedidos,
    sum(vendidas - devolvidas) as unidades,
    1.0 * sum(receita) / nullif(sum(pedidos), 0) as ticket_medio,
    100.0 * case when count(margem) = count(*) then sum(margem) end / nullif(sum(receita), 0) as margem_percent,
    100.0 * sum(devolvidas) / nullif(sum(vendidas), 0) as devolucao_percent,
    100.0 * sum(descontos) / nullif(sum(bruto), 0) as desconto_percent
from base.vendas
where data_venda between :de_ano and :ate
group by data_venda
order by quando
