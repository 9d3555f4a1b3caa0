-- Buyers of the days and those who had never bought before; `canal`: of the orders of one channel.
with compra as (
    select cliente_id, cast(data_pedido as date) as dia
    from core.pedido
    where
        status <> 'Cancelado'
        and cliente_id in (select cliente_id from core.cliente where nome_cliente <> 'Consumidor não identificado')
        and ($canal = '' or canal = $canal)
        and pedido_id in (select pedido_id from core.item_pedido where quantidade > 0)
)

select
    count(distinct cliente_id) as compradores,
    count(distinct cliente_id) filter (
        cliente_id not in (select cliente_id from compra where dia < $de)
    ) as novos
from compra
where dia between $de and $ate
