-- Vouchers: up to the value of the items they reduce the order, the rest reduces its freight.
with pago as (
    select order_id, sum(numero(payment_value)) as valor, min(origem) as origem
    from order_payments
    where payment_type = 'voucher'
    group by order_id
    having sum(numero(payment_value)) > 0
),
dividido as (
    select
        c.order_id,
        c.comprado_em,
        c.carimbo,
        p.origem,
        p.valor,
        least(p.valor, coalesce(i.valor, 0)) as no_pedido
    from pago as p
    inner join compra as c on p.order_id = c.order_id
    left join (select order_id, sum(preco) as valor from item group by order_id) as i
        on c.order_id = i.order_id
)
select order_id, comprado_em, carimbo, origem, 'Pedido' as nivel, no_pedido as valor
from dividido
where no_pedido > 0
union all
select order_id, comprado_em, carimbo, origem, 'Frete', valor - no_pedido
from dividido
where valor > no_pedido
