-- What a line cost less than its price. The coupon is the first of the order: 'code:X|amount:5.00'.
select
    coalesce(nullif(regexp_extract(coupon_items, 'code:([^|;]+)', 1), ''), 'Automático')
        as desconto_id,
    order_id as pedido_id,
    item_id as item_pedido_id,
    'Produto' as nivel_aplicacao,
    numero(item_subtotal) - numero(item_total) as valor_desconto,
    origem
from orders
where numero(item_subtotal) > numero(item_total)
