-- Lines with a negative quantity, and the lines that they may cancel: of the same known customer,
-- product and price. restam: pieces that no return has taken yet.
create temp table linha_vendida as
select
    i.item_pedido_id, p.cliente_id, i.produto_id, i.preco_unitario, p.data_pedido, i.quantidade as restam
from nova_item_pedido as i
inner join nova_pedido as p on i.pedido_id = p.pedido_id
where
    i.quantidade > 0
    and p.status <> 'Cancelado'
    and (p.cliente_id, i.produto_id) in (
        select (o.cliente_id, n.produto_id)
        from nova_item_pedido as n
        inner join nova_pedido as o on n.pedido_id = o.pedido_id
        where n.quantidade < 0
    );

create temp table linha_negativa as
select
    i.item_pedido_id,
    p.cliente_id,
    p.numero_pedido,
    i.produto_id,
    i.preco_unitario,
    p.data_pedido,
    -i.quantidade as quantidade,
    null::bigint as cancela
from nova_item_pedido as i
inner join nova_pedido as p on i.pedido_id = p.pedido_id
where i.quantidade < 0;
