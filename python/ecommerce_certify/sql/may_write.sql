delete from fact.fact_vendas
where 1 = 0
