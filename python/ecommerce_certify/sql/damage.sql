delete from fact.fact_vendas
where data_id = (select min(dia.data_id) from fact.fact_vendas as dia where dia.data_id > 0)
