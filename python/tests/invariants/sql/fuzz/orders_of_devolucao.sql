select pedido_id from core.item_pedido
where item_pedido_id in (
    select item_pedido_id from core.devolucao where devolucao_id = (select chave from apagada)
)
