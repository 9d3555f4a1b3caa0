-- One more cent on an item of each of $1 months in the middle of the history, without a stamp.
update core.item_pedido set preco_unitario = preco_unitario + 0.01
where item_pedido_id in (
    select min(i.item_pedido_id)
    from core.item_pedido as i
    inner join core.pedido as p on i.pedido_id = p.pedido_id
    where
        p.data_pedido >= (
            select date_trunc('month', min(data_pedido)) + interval 6 month from core.pedido
        )
        and not exists (
            select 1 from core.desconto_aplicado as a where a.pedido_id = p.pedido_id
        )
        and not exists (
            select 1 from core.devolucao as d where d.item_pedido_id = i.item_pedido_id
        )
    group by strftime(p.data_pedido, '%Y-%m')
    order by strftime(min(p.data_pedido), '%Y-%m')
    limit $1
)
