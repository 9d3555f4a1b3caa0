-- An order with its person and place. carimbo: the last thing that really happened to it (the
-- estimated date is a promise, not an event); a first load keeps it as data_atualizacao, so that
-- months can be replayed by cutoff.
select
    o.order_id,
    o.order_status,
    o.order_purchase_timestamp,
    momento(o.order_purchase_timestamp) as comprado_em,
    greatest(
        momento(o.order_purchase_timestamp),
        momento(o.order_approved_at),
        momento(o.order_delivered_carrier_date),
        momento(o.order_delivered_customer_date)
    ) as carimbo,
    c.customer_unique_id,
    c.customer_zip_code_prefix as cep,
    g.regiao_id,
    o.origem
from orders as o
inner join customers as c on o.customer_id = c.customer_id
inner join cidade as g
    on
        c.customer_city = g.cidade
        and c.customer_state = g.uf
        and c.customer_zip_code_prefix = g.cep
