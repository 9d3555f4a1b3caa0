-- Uses of discounts in a period, out of the source alone.
select
    count(*) as usos,
    count(*) filter (where desconto_aplicado.aprovado) as aprovados,
    sum(desconto_aplicado.valor_desconto)
        filter (where desconto_aplicado.aprovado and pedido.status <> 'Cancelado') as concedido
from core.desconto_aplicado
inner join core.pedido on pedido.pedido_id = desconto_aplicado.pedido_id
where cast(desconto_aplicado.data_aplicacao as date) between $de and $ate
