-- Months of the orders whose facts differ between two histories of the oracle, missed and o: where
-- each has them, and where the source has them (an order that is rejected now has no facts there).
with diferente as (
    (select pedido_original_id from (from missed.fact_vendas except from o.fact_vendas))
    union
    (select pedido_original_id from (from o.fact_vendas except from missed.fact_vendas))
    union
    (select pedido_original_id from (from missed.fact_descontos except from o.fact_descontos))
    union
    (select pedido_original_id from (from o.fact_descontos except from missed.fact_descontos))
),

dia as (
    select pedido_original_id, data_id from missed.fact_vendas
    union
    select pedido_original_id, data_id from o.fact_vendas
    union
    select pedido_id, cast(strftime(data_pedido, '%Y%m%d') as integer) from src.core.pedido
)

select distinct strftime(strptime(cast(data_id as varchar), '%Y%m%d'), '%Y-%m')
from dia semi join diferente using (pedido_original_id)
where data_id is not null
