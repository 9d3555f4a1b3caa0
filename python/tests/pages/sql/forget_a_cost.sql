update fact.fact_vendas
set custo_total = null
where venda_id = (select min(venda_id) from fact.fact_vendas where status_pedido <> 'Cancelado')
