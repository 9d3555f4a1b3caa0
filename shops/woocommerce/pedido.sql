-- One order: its columns are in each of its lines. A customer without an account is the e-mail.
select distinct on (order_id)
    order_id as pedido_id,
    order_number as numero_pedido,
    coalesce(nullif(nullif(trim(customer_id), ''), '0'), lower(trim(billing_email))) as cliente_id,
    date as data_pedido,
    status,
    shipping_total as valor_frete,
    coalesce(nullif(trim(shipping_city), ''), billing_city) as cidade,
    coalesce(nullif(trim(shipping_state), ''), billing_state) as estado,
    coalesce(nullif(trim(shipping_country), ''), billing_country) as pais,
    origem
from orders
order by origem
