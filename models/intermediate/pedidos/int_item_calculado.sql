{{ config(materialized='view') }}
-- Valid items of the orders to reload, with what is theirs: discounts, freight, returns (calculation rules 2 to 4).
with item as (
    select * from {{ ref('int_item_avaliado') }}
    where regra is null
),

desconto as (
    select * from {{ ref('int_desconto_avaliado') }}
    where regra is null and eh_aprovado = 1
),

desconto_do_item as (
    select item_pedido_id, sum(valor_desconto) as valor
    from desconto
    where nivel_aplicacao = 'Produto'
    group by item_pedido_id
),

desconto_do_pedido as (
    select pedido_id, sum(valor_desconto) as valor
    from desconto
    where nivel_aplicacao = 'Pedido'
    group by pedido_id
),

a_ratear_desconto as (
    select
        item.item_pedido_id,
        item.pedido_id,
        desconto_do_pedido.valor as total,
        item.valor_bruto - coalesce(desconto_do_item.valor, 0) as base
    from item
    inner join desconto_do_pedido on item.pedido_id = desconto_do_pedido.pedido_id
    left join desconto_do_item on item.item_pedido_id = desconto_do_item.item_pedido_id
),

frete_conhecido as (
    select pedido_id, sum(valor_frete) as valor
    from item
    where valor_frete is not null
    group by pedido_id
),

a_ratear_frete as (
    select
        item.item_pedido_id,
        item.pedido_id,
        case
            when item.frete_pedido > coalesce(frete_conhecido.valor, 0) then item.frete_pedido - coalesce(frete_conhecido.valor, 0)
            else 0
        end as total,
        item.valor_bruto as base
    from item
    left join frete_conhecido on item.pedido_id = frete_conhecido.pedido_id
    where item.valor_frete is null
),

parte_desconto as (
    {{ rateio('a_ratear_desconto') }}
),

parte_frete as (
    {{ rateio('a_ratear_frete') }}
),

devolvido as (
    select item_pedido_id, sum(cast(quantidade as bigint)) as quantidade, sum(valor_devolvido) as valor
    from {{ ref('int_devolucao_avaliada') }}
    where regra is null
    group by item_pedido_id
)

select
    item.item_pedido_id,
    item.pedido_id,
    item.produto_id,
    item.vendedor_id,
    item.quantidade,
    item.preco_unitario,
    item.valor_bruto,
    item.custo_total,
    cast(coalesce(desconto_do_item.valor, 0) + coalesce(parte_desconto.parte, 0) as decimal(18, 2)) as valor_descontos,
    cast(coalesce(item.valor_frete, parte_frete.parte, 0) as decimal(18, 2)) as valor_frete,
    cast(coalesce(devolvido.quantidade, 0) as int) as quantidade_devolvida,
    cast(coalesce(devolvido.valor, 0) as decimal(18, 2)) as valor_devolvido
from item
left join desconto_do_item on item.item_pedido_id = desconto_do_item.item_pedido_id
left join parte_desconto on item.item_pedido_id = parte_desconto.item_pedido_id
left join parte_frete on item.item_pedido_id = parte_frete.item_pedido_id
left join devolvido on item.item_pedido_id = devolvido.item_pedido_id
