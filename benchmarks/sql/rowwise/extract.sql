-- One row an item, with its order, order by order.
select
    i.item_pedido_id, i.pedido_id, i.produto_id, i.vendedor_id, i.quantidade, i.preco_unitario,
    i.custo_unitario, i.valor_frete,
    p.numero_pedido, p.cliente_id, p.regiao_entrega_id, p.canal, p.status, p.data_pedido,
    coalesce(p.valor_frete, 0) as frete_pedido
from oltp.core.item_pedido as i
inner join oltp.core.pedido as p on i.pedido_id = p.pedido_id
order by i.pedido_id, i.item_pedido_id
