select -1 as pedido_id where false
