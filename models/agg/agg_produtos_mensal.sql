{{ config(unique_key='periodo_mes', post_hook="{{ excluir_meses_vazios() }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }} {{ ref('agg_pedidos') }}

with dias as (
    select data_id, periodo_mes
    from {{ ref('dim_data') }}
    {%- if incremental() %}
    where periodo_mes in (
        select tocado.periodo_mes from {{ ref('dim_data') }} as tocado
        where tocado.data_id in {{ grupos_tocados('data_id') }}
    )
    {%- endif %}
),

itens as (
    select
        dias.periodo_mes,
        vendas.produto_id,
        {{ faixa_desconto('vendas') }} as faixa_desconto,
        vendas.quantidade_vendida, vendas.quantidade_devolvida, vendas.valor_total_bruto,
        vendas.valor_total_descontos,
        {{ receita('vendas') }} as valor_receita,
        {{ custo_da_receita('vendas') }} as custo_receita
    from {{ ref('fact_vendas') }} as vendas
    inner join dias on vendas.data_id = dias.data_id
    where vendas.status_pedido <> 'Cancelado'
)

select
    periodo_mes,
    produto_id,
    faixa_desconto,
    cast(count(*) as bigint) as itens,
    cast(sum(cast(quantidade_vendida as bigint)) as bigint) as quantidade_vendida,
    cast(sum(cast(quantidade_devolvida as bigint)) as bigint) as quantidade_devolvida,
    cast(sum(valor_total_bruto) as decimal(18, 2)) as valor_total_bruto,
    cast(sum(valor_total_descontos) as decimal(18, 2)) as valor_total_descontos,
    cast(sum(valor_receita) as decimal(18, 2)) as valor_receita,
    cast({{ soma_completa('valor_receita - custo_receita') }} as decimal(18, 2)) as margem_bruta
from itens
group by periodo_mes, produto_id, faixa_desconto
{{ em_ordem('periodo_mes') }}
