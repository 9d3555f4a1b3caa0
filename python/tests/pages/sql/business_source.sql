-- The headline figures of the business pages, out of the source alone. Filters are attributes of the
-- order: so no discount of an order has to be split over its items. An item that is no piece is rejected.
with pedidos as (
    select
        pedido.pedido_id,
        case when cliente.nome_cliente <> 'Consumidor não identificado' then pedido.cliente_id end
            as cliente_id
    from core.pedido
    inner join core.cliente on cliente.cliente_id = pedido.cliente_id
    inner join core.regiao on regiao.regiao_id = pedido.regiao_entrega_id
    where
        pedido.status <> 'Cancelado'
        and cast(pedido.data_pedido as date) between $de and $ate
        and ($regiao = '' or regiao.regiao_pais = $regiao)
        and ($canal = '' or pedido.canal = $canal)
),

devolvidos as (
    select item_pedido_id, sum(quantidade) as quantidade, sum(valor_devolvido) as valor
    from core.devolucao
    group by item_pedido_id
),

itens as (
    select
        item.pedido_id,
        pedidos.cliente_id,
        item.quantidade,
        item.quantidade * item.preco_unitario as bruto,
        coalesce(devolvidos.quantidade, 0) as voltou,
        coalesce(devolvidos.valor, 0) as pago_de_volta,
        (item.quantidade - coalesce(devolvidos.quantidade, 0)) * item.custo_unitario as custo
    from core.item_pedido as item
    inner join pedidos on pedidos.pedido_id = item.pedido_id
    left join devolvidos on devolvidos.item_pedido_id = item.item_pedido_id
    where item.quantidade > 0
),

clientes as (
    select cliente_id, count(distinct pedido_id) as pedidos
    from itens
    where cliente_id is not null
    group by cliente_id
),

descontos as (
    select
        coalesce(sum(valor_desconto), 0) as valor,
        coalesce(sum(valor_desconto) filter (
            pedido_id in (select pedido_id from itens where cliente_id is not null)
        ), 0) as de_clientes
    from core.desconto_aplicado
    where
        aprovado
        and nivel_aplicacao <> 'Frete'
        and pedido_id in (select pedido_id from itens)
)

select
    sum(itens.bruto) - any_value(descontos.valor) - sum(itens.pago_de_volta) as receita,
    count(distinct itens.pedido_id) as pedidos,
    sum(itens.bruto - itens.pago_de_volta) filter (itens.cliente_id is not null)
    - any_value(descontos.de_clientes)
        as receita_de_clientes,
    sum(itens.quantidade - itens.voltou) as unidades,
    sum(itens.bruto) - any_value(descontos.valor) - sum(itens.pago_de_volta) - sum(itens.custo)
        as margem,
    100.0 * sum(itens.voltou) / sum(itens.quantidade) as devolucao_percent,
    100.0 * any_value(descontos.valor) / sum(itens.bruto) as desconto_percent,
    sum(itens.bruto) as bruto,
    any_value(descontos.valor) as descontos,
    sum(itens.pago_de_volta) as devolvido,
    (select count(*) from clientes) as compradores,
    (select count(*) from clientes where pedidos > 1) as recompraram
from itens
cross join descontos
