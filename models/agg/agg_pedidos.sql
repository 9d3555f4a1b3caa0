{{ config(unique_key='pedido_original_id', post_hook="{{ excluir_pedidos_sem_itens() }}") }}
{%- do indices('pedido_original_id') %}
-- depends_on: {{ ref('int_pedidos_afetados') }}

with vendas as (
    select
        item.*,
        {{ receita('item') }} as valor_receita,
        {{ custo_da_receita('item') }} as custo_receita
    from {{ ref('fact_vendas') }} as item
    {%- if incremental() %}
    where item.pedido_original_id in {{ pedidos_a_somar() }}
    {%- endif %}
)

-- Day, region, customer, channel and status are the order's: all its items have the same.
select
    -- keys
    vendas.pedido_original_id,
    min(vendas.data_id) as data_id,
    min(vendas.regiao_id) as regiao_id,
    min(cliente.cliente_original_id) as cliente_original_id,
    -- attributes
    min(vendas.canal) as canal,
    {{ bit("min(vendas.status_pedido) = 'Cancelado'") }} as eh_cancelado,
    -- measures
    cast(count(*) as int) as itens,
    cast(sum(cast(vendas.quantidade_vendida as bigint)) as bigint) as quantidade_vendida,
    cast(sum(cast(vendas.quantidade_devolvida as bigint)) as bigint) as quantidade_devolvida,
    cast(sum(vendas.valor_total_bruto) as decimal(18, 2)) as valor_total_bruto,
    cast(sum(vendas.valor_total_descontos) as decimal(18, 2)) as valor_total_descontos,
    cast(sum(vendas.valor_receita) as decimal(18, 2)) as valor_receita,
    cast({{ soma_completa('vendas.valor_receita - vendas.custo_receita') }} as decimal(18, 2))
        as margem_bruta,
    cast(sum(vendas.valor_frete_rateado) as decimal(18, 2)) as valor_frete
from vendas
left join {{ ref('dim_cliente') }} as cliente on vendas.cliente_id = cliente.cliente_id
group by vendas.pedido_original_id
{{ em_ordem('data_id') }}
