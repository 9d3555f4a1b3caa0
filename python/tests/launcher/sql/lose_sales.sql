delete from fact.fact_vendas
where venda_id = (select min(venda_id) from fact.fact_vendas)
