-- fact_vendas and fact_descontos against the source, by month of the order. Rejected rows count on both sides.
with item as (
    select
        linha.*,
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        case when {{ em_quarentena('item_pedido', 'linha.item_pedido_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__item_pedido') }} as linha
    left join {{ ref('stg_oltp__pedido') }} as pedido on linha.pedido_id = pedido.pedido_id
    where {{ pedido_comparado('linha.pedido_id') }}
),

-- What the valid items know of their freight, and, where one of them does not know it, the rest of their order's.
frete_incompleto as (
    select pedido_id
    from {{ ref('stg_oltp__item_pedido') }}
    where
        valor_frete is null and not {{ em_quarentena('item_pedido', 'item_pedido_id') }}
        and {{ pedido_comparado('pedido_id') }}
),

frete_conhecido as (
    select pedido_id, sum(valor_frete) as valor
    from {{ ref('stg_oltp__item_pedido') }}
    where
        valor_frete is not null and not {{ em_quarentena('item_pedido', 'item_pedido_id') }}
        and pedido_id in (select i.pedido_id from frete_incompleto as i)
    group by pedido_id
),

frete as (
    select
        {{ mes_da_data('pedido.data_pedido') }} as mes,
        0 as rejeitado,
        case
            when pedido.valor_frete > coalesce(frete_conhecido.valor, 0) then pedido.valor_frete - coalesce(frete_conhecido.valor, 0)
            else 0
        end as valor_frete
    from {{ ref('stg_oltp__pedido') }} as pedido
    left join frete_conhecido on pedido.pedido_id = frete_conhecido.pedido_id
    where pedido.pedido_id in (select i.pedido_id from frete_incompleto as i)
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
    'custo': valor_das_unidades('quantidade', 'custo_unitario'),
    'valor_frete': 'case when rejeitado = 0 then valor_frete else 0 end'
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
