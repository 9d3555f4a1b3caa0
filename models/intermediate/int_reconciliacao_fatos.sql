-- fact_vendas and fact_descontos against the source, by month of the order. Rejected rows count on both sides.
with item as (
    select
        linha.*,
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        coalesce(pedido.valor_frete, 0) as frete_pedido,
        case when {{ em_quarentena('item_pedido', 'linha.item_pedido_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__item_pedido') }} as linha
    left join {{ ref('stg_oltp__pedido') }} as pedido on linha.pedido_id = pedido.pedido_id
    where {{ pedido_comparado('linha.pedido_id') }}
),

-- What the valid items know of their freight, or the whole of the order's where one of them does not know it.
frete as (
    select
        mes,
        rejeitado,
        case
            when count(valor_frete) < count(*) and coalesce(sum(valor_frete), 0) < max(frete_pedido) then max(frete_pedido)
            else coalesce(sum(valor_frete), 0)
        end as valor_frete
    from item
    where rejeitado = 0
    group by pedido_id, mes, rejeitado
),

devolucao as (
    select
        linha.*,
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        case when {{ em_quarentena('devolucao', 'linha.devolucao_id') }} then 1 else 0 end as rejeitado
    from {{ ref('int_devolucao') }} as linha
    left join {{ ref('stg_oltp__pedido') }} as pedido on linha.pedido_id = pedido.pedido_id
    where {{ pedido_comparado('linha.pedido_id') }}
),

desconto as (
    select
        linha.*,
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        case when {{ em_quarentena('desconto_aplicado', 'linha.desconto_aplicado_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__desconto_aplicado') }} as linha
    left join {{ ref('stg_oltp__pedido') }} as pedido on linha.pedido_id = pedido.pedido_id
    where {{ pedido_comparado('linha.pedido_id') }}
),

venda_dw as (
    select
        *,
        {{ mes_do_dia('data_id') }} as mes
    from {{ ref('fact_vendas') }}
    where {{ pedido_comparado('pedido_original_id') }}
),

desconto_dw as (
    select
        aplicado.*,
        {{ mes_da_data('pedido.data_pedido') }} as mes
    from {{ ref('fact_descontos') }} as aplicado
    left join {{ ref('stg_oltp__pedido') }} as pedido on aplicado.pedido_original_id = pedido.pedido_id
    where {{ pedido_comparado('aplicado.pedido_original_id') }}
)

{{ medidas_de('item', 'fact_vendas', 'origem', {
    'linhas': 'cast(1 as bigint)', 'valor_bruto': valor_das_unidades('quantidade', 'preco_unitario'),
    'custo': valor_das_unidades('quantidade', 'custo_unitario')
}) }}
union all
{{ medidas_de('frete', 'fact_vendas', 'origem', {'valor_frete': 'valor_frete'}) }}
union all
{{ medidas_de('devolucao', 'fact_vendas', 'origem', {
    'quantidade_devolvida': 'cast(quantidade as bigint)', 'valor_devolvido': 'valor_devolvido'
}) }}
union all
{{ medidas_de('desconto', 'fact_vendas', 'origem', {
    'valor_descontos': "case when aprovado = 1 and nivel_aplicacao <> 'Frete' then valor_desconto else 0 end"
}) }}
union all
{{ medidas_de('venda_dw', 'fact_vendas', 'dw', {
    'linhas': 'cast(1 as bigint)', 'valor_bruto': 'valor_total_bruto', 'custo': 'custo_total',
    'valor_frete': 'valor_frete_rateado',
    'quantidade_devolvida': 'cast(quantidade_devolvida as bigint)', 'valor_devolvido': 'valor_devolvido',
    'valor_descontos': 'valor_total_descontos'
}) }}
union all
{{ medidas_de('desconto', 'fact_descontos', 'origem', {
    'linhas': 'cast(1 as bigint)', 'valor_solicitado': 'valor_desconto', 'valor_aplicado': 'case when aprovado = 1 then valor_desconto else 0 end'
}) }}
union all
{{ medidas_de('desconto_dw', 'fact_descontos', 'dw', {
    'linhas': 'cast(1 as bigint)', 'valor_solicitado': 'valor_desconto_solicitado', 'valor_aplicado': 'valor_desconto_aplicado'
}) }}
