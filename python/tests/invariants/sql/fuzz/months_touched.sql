-- Months of the orders whose facts differ between two histories of the oracle, missed and o.
with venda as (
    (from missed.fact_vendas except from o.fact_vendas)
    union all
    (from o.fact_vendas except from missed.fact_vendas)
),

desconto as (
    (from missed.fact_descontos except from o.fact_descontos)
    union all
    (from o.fact_descontos except from missed.fact_descontos)
),

pedido as (
    select pedido_original_id, data_id from missed.fact_vendas
    union
    select pedido_original_id, data_id from o.fact_vendas
)

select distinct strftime(strptime(cast(data_id as varchar), '%Y%m%d'), '%Y-%m')
from (
    select data_id from venda
    union
    select data_id from desconto inner join pedido using (pedido_original_id)
)
