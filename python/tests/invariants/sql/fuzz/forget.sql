delete from core.devolucao
where item_pedido_id in (select i.item_pedido_id from core.item_pedido as i where i.pedido_id = {order});

delete from core.desconto_aplicado where pedido_id = {order};

delete from core.item_pedido where pedido_id = {order};

delete from core.pedido where pedido_id = {order}
