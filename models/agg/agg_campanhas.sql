with aplicados as (
    select
        campanha.desconto_original_id,
        uso.venda_id,
        uso.pedido_original_id,
        uso.nivel_aplicacao,
        case when uso.desconto_aprovado = 1 then 1 else 0 end as aprovado,
        case when pedido.eh_cancelado = 1 then 0 else uso.valor_desconto_aplicado end as concedido
    from {{ ref('fact_descontos') }} as uso
    inner join {{ ref('dim_desconto') }} as campanha on uso.desconto_id = campanha.desconto_id
    left join {{ ref('agg_pedidos') }} as pedido
        on uso.pedido_original_id = pedido.pedido_original_id
),

usos as (
    select
        desconto_original_id,
        count(*) as usos,
        sum(aprovado) as aprovados,
        sum(concedido) as desconto,
        sum(case when nivel_aplicacao = 'Frete' then concedido else 0 end) as desconto_frete
    from aplicados
    group by desconto_original_id
),

-- An item counts once for a campaign, however many of the campaign's discounts touched it.
itens as (
    select
        aplicados.desconto_original_id,
        vendas.venda_id,
        max(vendas.pedido_original_id) as pedido_original_id,
        max(vendas.valor_receita) as receita,
        max(vendas.margem_bruta) as margem
    from aplicados
    inner join {{ ref('vw_vendas_medidas') }} as vendas
        on aplicados.pedido_original_id = vendas.pedido_original_id
    where
        aplicados.aprovado = 1
        and vendas.eh_cancelado = 0
        and (aplicados.venda_id is null or aplicados.venda_id = vendas.venda_id)
    group by aplicados.desconto_original_id, vendas.venda_id
),

pedidos as (
    select
        desconto_original_id,
        pedido_original_id,
        sum(receita) as receita,
        sum(margem) as margem
    from itens
    group by desconto_original_id, pedido_original_id
),

receitas as (
    select
        pedidos.desconto_original_id,
        count(*) as pedidos,
        count(distinct pedido.cliente_original_id) as clientes,
        sum(pedidos.receita) as receita,
        sum(pedidos.margem) as margem
    from pedidos
    inner join {{ ref('agg_pedidos') }} as pedido
        on pedidos.pedido_original_id = pedido.pedido_original_id
    group by pedidos.desconto_original_id
)

select
    usos.desconto_original_id,
    cast(usos.usos as bigint) as usos,
    cast(usos.aprovados as bigint) as usos_aprovados,
    cast(usos.desconto as decimal(18, 2)) as valor_desconto_concedido,
    cast(usos.desconto_frete as decimal(18, 2)) as valor_desconto_frete,
    cast(coalesce(receitas.pedidos, 0) as bigint) as pedidos,
    cast(coalesce(receitas.clientes, 0) as bigint) as clientes,
    cast(coalesce(receitas.receita, 0) as decimal(18, 2)) as valor_receita,
    cast(coalesce(receitas.margem, 0) as decimal(18, 2)) as margem_bruta
from usos
left join receitas on usos.desconto_original_id = receitas.desconto_original_id
