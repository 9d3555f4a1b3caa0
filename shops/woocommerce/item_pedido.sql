-- One line of an order; the price of a piece is the line's value before discounts, by pieces.
select
    item_id as item_pedido_id,
    order_id as pedido_id,
    coalesce(nullif(trim(item_sku), ''), item_name) as produto_id,
    item_quantity as quantidade,
    numero(item_subtotal) / nullif(numero(item_quantity), 0) as preco_unitario,
    origem
from orders
