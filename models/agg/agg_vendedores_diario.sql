{{ config(unique_key='data_id', post_hook="{{ excluir_grupos_vazios('data_id') }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }} {{ ref('agg_pedidos') }}

-- What fact_metas measures sellers by: one row a seller and day, direct sales and cancelled orders left out.
select
    vendas.vendedor_original_id,
    vendas.data_id,
    cast(count(distinct vendas.pedido_original_id) as bigint) as pedidos,
    cast(sum(vendas.valor_total_liquido - vendas.valor_devolvido) as decimal(18, 2)) as valor_realizado
from {{ ref('fact_vendas') }} as vendas
where
    vendas.status_pedido <> 'Cancelado' and vendas.vendedor_original_id is not null
    {%- if incremental() %}
    and vendas.data_id in {{ grupos_tocados('data_id') }}
    {%- endif %}
group by vendas.vendedor_original_id, vendas.data_id
{{ em_ordem('data_id') }}
