-- Sales by channel.
select
    canal,
    sum(receita) as receita,
    sum(pedidos) as pedidos,
    1.0 * sum(receita) / nullif(sum(pedidos), 0) as ticket_medio,
    100.0 * case when count(margem) = count(*) then sum(margem) end / nullif(sum(receita), 0) as margem_percent,
    100.0 * sum(devolvidas) / nullif(sum(vendidas), 0) as devolucao_percent,
    100.0 * sum(descontos) / nullif(sum(bruto), 0) as desconto_percent,
    100.0 * sum(receita) / nullif(sum(sum(receita)) over (), 0) as participacao_percent
from base.vendas
where data_venda between :de and :ate
group by canal
order by receita desc
