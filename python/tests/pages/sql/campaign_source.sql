-- Each campaign with an order, out of the source alone, those of which an order was cancelled first: its
-- orders beside those of its days without a discount; needs itens.
with pedidos as (
    select
        pedido_id,
        min(dia) as dia,
        sum(receita) as receita,
        sum(receita - custo) as margem,
        sum(desconto) as desconto
    from itens
    group by pedido_id
),

trazidos as (
    select
        uso.desconto_id,
        pedidos.*,
        sum(uso.valor_desconto) as dado,
        sum(case when uso.nivel_aplicacao = 'Frete' then 0 else uso.valor_desconto end) as nos_itens
    from core.desconto_aplicado as uso
    inner join pedidos on pedidos.pedido_id = uso.pedido_id
    where uso.aprovado
    group by all
),

somas as (
    select
        desconto_id,
        count(*) as pedidos,
        sum(receita) as receita,
        sum(dado) as concedido,
        sum(margem + nos_itens) as margem,
        min(dia) as primeiro,
        max(dia) as ultimo
    from trazidos
    group by desconto_id
)

select
    desconto.codigo_desconto as codigo,
    somas.pedidos,
    somas.receita,
    somas.concedido,
    somas.margem - somas.pedidos * (
        select avg(pedidos.margem) from pedidos
        where pedidos.desconto = 0 and pedidos.dia between somas.primeiro and somas.ultimo
    ) - somas.concedido - coalesce(desconto.custo_campanha, 0) as resultado
from somas
inner join core.desconto on desconto.desconto_id = somas.desconto_id
order by
    desconto.desconto_id in (
        select uso.desconto_id
        from core.desconto_aplicado as uso
        inner join core.pedido on pedido.pedido_id = uso.pedido_id
        where uso.aprovado and pedido.status = 'Cancelado'
    ) desc,
    somas.pedidos desc,
    codigo
