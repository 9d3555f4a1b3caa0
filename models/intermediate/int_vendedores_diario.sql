{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='data_id', on_schema_change='append_new_columns',
    post_hook="{{ excluir_dias_vazios() }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }}

-- What targets are measured by. The days that this run touches: of the orders that it loads, as they were and as they are.
select
    vendas.vendedor_original_id,
    vendas.data_id,
    cast(count(distinct vendas.pedido_original_id) as bigint) as pedidos,
    cast(sum(vendas.valor_total_liquido - vendas.valor_devolvido) as decimal(18, 2)) as valor_realizado
from {{ ref('fact_vendas') }} as vendas
where
    vendas.status_pedido <> 'Cancelado' and vendas.vendedor_original_id is not null
    {%- if incremental() %}
    and vendas.data_id in (
        select antes.data_id from {{ controle('ctl', 'grupos_tocados') }} as antes
        union
        select {{ data_id('pedido.data_pedido') }} from {{ ref('int_pedidos_afetados') }} as pedido
        where pedido.data_pedido is not null
    )
    {%- endif %}
group by vendas.vendedor_original_id, vendas.data_id
{{ em_ordem('data_id') }}
