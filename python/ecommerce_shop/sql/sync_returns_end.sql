-- Lines that cancel another one are returns, and no longer lines; an order of such lines alone is
-- told by its returns. The others stay: the warehouse rejects their quantity, by name.
insert into nova_devolucao by name
select
    n.item_pedido_id as devolucao_id,
    n.cancela as item_pedido_id,
    n.quantidade,
    (n.quantidade * n.preco_unitario)::decimal(10, 2) as valor_devolvido,
    'Cancelamento ' || n.numero_pedido as motivo,
    n.data_pedido as data_devolucao
from linha_negativa as n
where n.cancela is not null;

create temp table so_devolve as
select pedido_id
from nova_item_pedido
group by pedido_id
having
    count(*) = count(*) filter (
        item_pedido_id in (select item_pedido_id from linha_negativa where cancela is not null)
    );

delete from nova_pedido where pedido_id in (select pedido_id from so_devolve);
delete from nova_item_pedido
where item_pedido_id in (select item_pedido_id from linha_negativa where cancela is not null);
