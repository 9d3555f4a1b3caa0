-- One line of an order. The price is the one before discounts; cost is that of the products file.
select
    o.Name as pedido_id,
    coalesce(nullif(trim(o."Lineitem sku"), ''), o."Lineitem name") as produto_id,
    o."Lineitem quantity" as quantidade,
    o."Lineitem price" as preco_unitario,
    p."Cost per item" as custo_unitario,
    o.origem
from orders as o
left join (
    select trim("Variant SKU") as sku, any_value("Cost per item") as "Cost per item"
    from products
    where trim("Variant SKU") <> ''
    group by trim("Variant SKU")
) as p
    on trim(o."Lineitem sku") = p.sku
