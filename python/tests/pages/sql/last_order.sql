-- The last day with an order, cancelled or not, that has an item.
select cast(max(data_pedido) as date) as dia
from core.pedido
where pedido_id in (select pedido_id from core.item_pedido where quantidade > 0)
