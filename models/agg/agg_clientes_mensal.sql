{{ config(unique_key='cliente_original_id',
    post_hook="{{ excluir_grupos_vazios('cliente_original_id') }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }}

with meses as (
    select
        pedidos.cliente_original_id,
        calendario.periodo_mes,
        count(*) as pedidos,
        sum(pedidos.valor_receita) as receita
    from {{ ref('agg_pedidos') }} as pedidos
    inner join {{ ref('dim_data') }} as calendario on pedidos.data_id = calendario.data_id
    where
        pedidos.eh_cancelado = 0 and pedidos.cliente_original_id > 0
        {%- if incremental() %}
        and pedidos.cliente_original_id in {{ grupos_tocados('cliente_original_id') }}
        {%- endif %}
    group by pedidos.cliente_original_id, calendario.periodo_mes
)

select
    cliente_original_id,
    periodo_mes,
    min(periodo_mes) over (partition by cliente_original_id) as primeiro_mes,
    cast(pedidos as bigint) as pedidos,
    cast(receita as decimal(18, 2)) as valor_receita
from meses
{{ em_ordem('periodo_mes') }}
