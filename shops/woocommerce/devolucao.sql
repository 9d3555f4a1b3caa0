-- Pieces of a line that were given back, of orders that were not refunded whole.
select
    'devolucao ' || item_id as devolucao_id,
    item_id as item_pedido_id,
    abs(numero(item_refunded_qty)) as quantidade,
    abs(numero(item_refunded)) as valor_devolvido,
    date as data_devolucao,
    origem
from orders
where numero(item_refunded_qty) <> 0 and status <> 'refunded'
