-- The source's sales item by item, with each item's part of its order's discounts: in cents, rounded
-- down, the cents left over one by one to the largest items. Out of the source alone.
create temp view itens as
with bases as (
    select
        item.item_pedido_id,
        item.pedido_id,
        item.vendedor_id,
        item.produto_id,
        item.quantidade,
        cast(100 * item.quantidade * item.preco_unitario as bigint) as bruto,
        cast(100 * item.custo_unitario as bigint) as custo,
        cast(100 * coalesce((
            select sum(desconto.valor_desconto) from core.desconto_aplicado as desconto
            where
                desconto.item_pedido_id = item.item_pedido_id
                and desconto.nivel_aplicacao = 'Produto'
                and desconto.aprovado
        ), 0) as bigint) as do_item,
        cast(100 * coalesce((
            select sum(desconto.valor_desconto) from core.desconto_aplicado as desconto
            where
                desconto.pedido_id = item.pedido_id
                and desconto.nivel_aplicacao = 'Pedido'
                and desconto.aprovado
        ), 0) as bigint) as do_pedido,
        coalesce((
            select sum(devolucao.quantidade) from core.devolucao
            where devolucao.item_pedido_id = item.item_pedido_id
        ), 0) as voltou,
        cast(100 * coalesce((
            select sum(devolucao.valor_devolvido) from core.devolucao
            where devolucao.item_pedido_id = item.item_pedido_id
        ), 0) as bigint) as pago_de_volta
    from core.item_pedido as item
),

partes as (
    select
        *,
        do_pedido * (bruto - do_item) // sum(bruto - do_item) over pedido as parte,
        row_number() over (pedido order by bruto - do_item desc, item_pedido_id) as lugar
    from bases
    window pedido as (partition by pedido_id)
),

divididos as (
    select
        *,
        do_item + parte + case
            when lugar <= do_pedido - sum(parte) over (partition by pedido_id) then 1 else 0
        end as desconto
    from partes
)

select
    divididos.item_pedido_id,
    divididos.pedido_id,
    divididos.vendedor_id,
    pedido.cliente_id,
    cast(pedido.data_pedido as date) as dia,
    strftime(pedido.data_pedido, '%Y-%m') as mes,
    vendedor.equipe_id,
    coalesce(equipe.nome_equipe, 'Desconhecido') as nome_equipe,
    coalesce(pai.nome_categoria, categoria.nome_categoria) as categoria,
    divididos.quantidade,
    divididos.voltou,
    divididos.bruto / 100 as bruto,
    divididos.desconto / 100 as desconto,
    (divididos.bruto - divididos.desconto - divididos.pago_de_volta) / 100 as receita,
    (divididos.quantidade - divididos.voltou) * divididos.custo / 100 as custo
from divididos
inner join core.pedido on pedido.pedido_id = divididos.pedido_id
inner join core.produto on produto.produto_id = divididos.produto_id
inner join core.categoria on categoria.categoria_id = produto.categoria_id
left join core.categoria as pai on pai.categoria_id = categoria.categoria_pai_id
left join core.vendedor on vendedor.vendedor_id = divididos.vendedor_id
left join core.equipe on equipe.equipe_id = vendedor.equipe_id
where pedido.status <> 'Cancelado'
