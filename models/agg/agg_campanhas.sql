{{ config(
    unique_key='desconto_original_id',
    post_hook="{{ excluir_campanhas_sem_uso() }}"
) }}
-- depends_on: {{ ref('int_pedidos_afetados') }}
{%- set sem_desconto = 'cast(margem + desconto as decimal(18, 2))' %}
{%- set sem_desconto_largo = 'cast(margem + desconto as decimal(19, 2))' %}{# a product of two of 18 digits has 18 on DuckDB #}

with aplicados as (
    select
        campanha.desconto_original_id,
        uso.venda_id, uso.pedido_original_id, uso.nivel_aplicacao,
        case when uso.desconto_aprovado = 1 then 1 else 0 end as aprovado,
        case when pedido.eh_cancelado = 1 then 0 else 1 end as vigente,
        case when pedido.eh_cancelado = 1 then 0 else uso.valor_desconto_aplicado end as concedido,
        pedido.data_id, pedido.cliente_original_id, pedido.valor_receita, pedido.margem_bruta
    from {{ ref('fact_descontos') }} as uso
    inner join {{ ref('dim_desconto') }} as campanha on uso.desconto_id = campanha.desconto_id
    left join {{ ref('agg_pedidos') }} as pedido
        on uso.pedido_original_id = pedido.pedido_original_id
    {%- if incremental() %}
    where campanha.desconto_original_id in {{ campanhas_tocadas() }}
    {%- endif %}
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

-- A discount of the order, or of its freight, brought the whole order; one of an item that item alone. An order without valid items
-- is not in agg_pedidos, and has no day.
pedidos_de_campanha as (
    select
        desconto_original_id, pedido_original_id,
        max(case when venda_id is null then 1 else 0 end) as inteiro,
        sum(case when nivel_aplicacao = 'Frete' then 0 else concedido end) as desconto,
        min(data_id) as data_id,
        min(cliente_original_id) as cliente_original_id,
        min(valor_receita) as receita, min(margem_bruta) as margem
    from aplicados
    where aprovado = 1 and vigente = 1
    group by desconto_original_id, pedido_original_id
),

itens_de_campanha as (
    select distinct
        aplicados.desconto_original_id, aplicados.pedido_original_id, aplicados.venda_id,
        pedido.cliente_original_id
    from aplicados
    inner join pedidos_de_campanha as pedido
        on aplicados.desconto_original_id = pedido.desconto_original_id
        and aplicados.pedido_original_id = pedido.pedido_original_id
    where aplicados.aprovado = 1 and pedido.inteiro = 0 and pedido.data_id is not null
),

trazidos as (
    select
        desconto_original_id, pedido_original_id, cliente_original_id, receita, margem
    from pedidos_de_campanha
    where inteiro = 1 and data_id is not null
    union all
    select
        campanha.desconto_original_id, campanha.pedido_original_id, campanha.cliente_original_id,
        {{ receita('vendas') }} as receita,
        {{ receita('vendas') }} - {{ custo_da_receita('vendas') }} as margem
    from itens_de_campanha as campanha
    inner join {{ ref('fact_vendas') }} as vendas
        on campanha.venda_id = vendas.venda_id
        and campanha.pedido_original_id = vendas.pedido_original_id
),

-- Whole orders, as they would be without the campaign's discount: what others are compared with.
margens as (
    select
        desconto_original_id,
        min(data_id) as primeiro_dia,
        max(data_id) as ultimo_dia,
        {{ soma_completa(sem_desconto) }} as margem,
        {{ soma_completa(sem_desconto ~ ' * ' ~ sem_desconto_largo) }} as quadrados
    from pedidos_de_campanha
    where data_id is not null
    group by desconto_original_id
),

receitas as (
    select
        desconto_original_id,
        count(distinct pedido_original_id) as pedidos,
        count(distinct cliente_original_id) as clientes,
        sum(receita) as receita,
        {{ soma_completa('margem') }} as margem
    from trazidos
    group by desconto_original_id
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
    cast(case when receitas.desconto_original_id is null then 0 else receitas.margem end
        as decimal(18, 2)) as margem_bruta,
    cast(margens.primeiro_dia as int) as primeiro_dia,
    cast(margens.ultimo_dia as int) as ultimo_dia,
    cast(margens.margem as decimal(18, 2)) as margem_pedidos,
    cast(margens.quadrados as decimal(38, 4)) as margem_quadrados
from usos
left join receitas on usos.desconto_original_id = receitas.desconto_original_id
left join margens on usos.desconto_original_id = margens.desconto_original_id
