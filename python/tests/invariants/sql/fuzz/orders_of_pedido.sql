select chave as pedido_id from apagada
