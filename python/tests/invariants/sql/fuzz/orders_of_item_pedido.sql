select pedido_id from core.item_pedido where item_pedido_id = (select chave from apagada)
