-- Every return with the order of its item. A return whose item is gone belongs to none: it stands by itself, under a number of its own
-- below zero, and waits or is judged like an order.
select
    devolucao.*,
    coalesce(item.pedido_id, {{ pedido_da_devolucao_sem_item('devolucao.devolucao_id') }})
        as pedido_id
from {{ ref('stg_oltp__devolucao') }} as devolucao
left join {{ ref('stg_oltp__item_pedido') }} as item
    on devolucao.item_pedido_id = item.item_pedido_id
