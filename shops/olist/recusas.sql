-- What shows that a file is not whole: rows that refer to rows which another file should hold.
with falta as (
    select 'customers' as tabela, count(*) as faltam
    from orders
    anti join customers on orders.customer_id = customers.customer_id
    union all
    select 'orders', count(*)
    from order_items
    anti join orders on order_items.order_id = orders.order_id
    union all
    select 'orders', count(*)
    from order_payments
    anti join orders on order_payments.order_id = orders.order_id
    union all
    select 'products', count(*)
    from order_items
    anti join products on order_items.product_id = products.product_id
    union all
    select 'sellers', count(*)
    from order_items
    anti join sellers on order_items.seller_id = sellers.seller_id
    union all
    select 'order_items', count(*)
    from orders
    anti join order_items on orders.order_id = order_items.order_id
    where orders.order_status = 'delivered'
    union all
    -- one delivered order of the published data set has no payment: up to one in a thousand is let
    -- pass
    select
        'order_payments',
        case when count(*) * 1000 > (select count(*) from orders) then count(*) else 0 end
    from orders
    anti join order_payments on orders.order_id = order_payments.order_id
)
select
    'olist_' || tabela || '_dataset.csv' as arquivo,
    'is not whole: rows of other files have no match in it. Get the file again.' as conselho,
    faltam as vezes
from falta
where faltam > 0
