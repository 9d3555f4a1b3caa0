select strftime(strptime(cast(min(data_id) as varchar), '%Y%m%d'), '%Y-%m')
from fact.fact_vendas
where venda_id = (select min(venda_id) from fact.fact_vendas)
