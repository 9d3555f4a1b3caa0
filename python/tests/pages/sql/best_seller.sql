-- The seller with the most revenue of a period, of those who had an order cancelled in it; needs itens.
select vendedor_id
from itens
where
    dia between $de and $ate
    and vendedor_id in (
        select item.vendedor_id
        from core.item_pedido as item
        inner join core.pedido on pedido.pedido_id = item.pedido_id
        where pedido.status = 'Cancelado' and cast(pedido.data_pedido as date) between $de and $ate
    )
group by vendedor_id
order by sum(receita) desc
limit 1
