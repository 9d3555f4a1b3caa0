delete from core.pedido
where 1 = 0
