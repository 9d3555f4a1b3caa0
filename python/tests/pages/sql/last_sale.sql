-- The last day with a sale: an order with an item that was not cancelled.
select cast(max(data_pedido) as date) as dia
from core.pedido
where status <> 'Cancelado' and pedido_id in (select pedido_id from core.item_pedido where quantidade > 0)
