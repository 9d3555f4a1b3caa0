-- fact_vendas against the source, by month of the order. Rejected rows count on the warehouse's side.
with pedido as (
    select
        estado.pedido_id,
        {{ periodo_do_pedido('estado.data_pedido') }} as periodo,
        coalesce(linha.valor_frete, 0) as valor_frete
    from {{ ref('int_pedido_estado') }} as estado
    left join {{ ref('stg_oltp__pedido') }} as linha on estado.pedido_id = linha.pedido_id
    where {{ pedido_comparado('estado.pedido_id') }}
),

item as (
    select
        linha.pedido_id,
        linha.valor_frete,
        {{ valor_das_unidades('linha.quantidade', 'linha.preco_unitario') }} as valor_bruto,
        {{ valor_das_unidades('linha.quantidade', 'linha.custo_unitario') }} as custo,
        pedido.periodo,
        pedido.valor_frete as frete_pedido,
        case when {{ em_quarentena('item_pedido', 'linha.item_pedido_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__item_pedido') }} as linha
    inner join pedido on linha.pedido_id = pedido.pedido_id
),

itens as (
    select
        periodo,
        rejeitado,
        count(*) as linhas,
        sum(valor_bruto) as valor_bruto,
        sum(custo) as custo
    from item
    group by periodo, rejeitado
),

-- What the valid items know of their freight, or the whole of the order's where one of them does not know it.
frete_do_pedido as (
    select
        periodo,
        case
            when count(valor_frete) < count(*) and coalesce(sum(valor_frete), 0) < max(frete_pedido) then max(frete_pedido)
            else coalesce(sum(valor_frete), 0)
        end as valor_frete
    from item
    where rejeitado = 0
    group by pedido_id, periodo
),

fretes as (
    select
        periodo,
        sum(valor_frete) as valor_frete
    from frete_do_pedido
    group by periodo
),

devolucao as (
    select
        linha.quantidade,
        linha.valor_devolvido,
        pedido.periodo,
        case when {{ em_quarentena('devolucao', 'linha.devolucao_id') }} then 1 else 0 end as rejeitado
    from {{ ref('int_devolucao') }} as linha
    inner join pedido on linha.pedido_id = pedido.pedido_id
),

devolucoes as (
    select
        periodo,
        rejeitado,
        sum(cast(quantidade as bigint)) as quantidade_devolvida,
        sum(valor_devolvido) as valor_devolvido
    from devolucao
    group by periodo, rejeitado
),

no_dw as (
    select
        dia.periodo_mes as periodo,
        count(*) as linhas,
        sum(venda.valor_total_bruto) as valor_bruto,
        sum(venda.custo_total) as custo,
        sum(cast(venda.quantidade_devolvida as bigint)) as quantidade_devolvida,
        sum(venda.valor_devolvido) as valor_devolvido,
        sum(venda.valor_frete_rateado) as valor_frete
    from {{ ref('fact_vendas') }} as venda
    inner join {{ ref('dim_data') }} as dia on venda.data_id = dia.data_id
    where {{ pedido_comparado('venda.pedido_original_id') }}
    group by dia.periodo_mes
)

{%- set do_item = ['linhas', 'valor_bruto', 'custo'] %}
{%- set da_devolucao = ['quantidade_devolvida', 'valor_devolvido'] %}

{{ medidas_de('itens', 'fact_vendas', 'origem', do_item) }}
union all
{{ medidas_de('(select * from itens where rejeitado = 1) as i', 'fact_vendas', 'dw', do_item) }}
union all
{{ medidas_de('devolucoes', 'fact_vendas', 'origem', da_devolucao) }}
union all
{{ medidas_de('(select * from devolucoes where rejeitado = 1) as d', 'fact_vendas', 'dw', da_devolucao) }}
union all
{{ medidas_de('fretes', 'fact_vendas', 'origem', ['valor_frete']) }}
union all
{{ medidas_de('no_dw', 'fact_vendas', 'dw', do_item + da_devolucao + ['valor_frete']) }}
