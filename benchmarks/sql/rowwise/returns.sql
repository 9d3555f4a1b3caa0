select item_pedido_id, quantidade, valor_devolvido from oltp.core.devolucao
