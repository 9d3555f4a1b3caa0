select
    venda_id,
    data_id,
    valor_total_liquido,
    row_hash
from fact.fact_vendas
order by venda_id
