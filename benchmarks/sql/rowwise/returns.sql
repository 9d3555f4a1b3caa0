select item_pedido_id, quantidade, valor_devolvido from ECOMMERCE_OLTP.core.devolucao
