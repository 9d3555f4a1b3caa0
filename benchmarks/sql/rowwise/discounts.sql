-- Approved discounts, but those on freight: the item is NULL for one on a whole order.
select
    pedido_id,
    case when nivel_aplicacao = 'Produto' then item_pedido_id end as item_pedido_id,
    valor_desconto
from oltp.core.desconto_aplicado
where aprovado and nivel_aplicacao in ('Produto', 'Pedido')
