{{ config(
    unique_key='cliente_original_id',
    incremental_strategy='merge',
    post_hook="{{ excluir_grupos_vazios('cliente_original_id') }}"
) }}

with compras as (
    select
        cliente_original_id,
        count(*) as pedidos,
        sum(cast(quantidade_vendida - quantidade_devolvida as bigint)) as unidades,
        sum(valor_receita) as receita,
        min(data_id) as primeiro_dia,
        max(data_id) as ultimo_dia
    from {{ ref('agg_pedidos') }}
    where
        eh_cancelado = 0 and cliente_original_id > 0
        {%- if incremental() %}
        and {{ ha_pedidos_tocados() }}
        {%- endif %}
    group by cliente_original_id
),

-- A customer's fifths depend on all the others, so all are worked out when an order changed; written are those that differ.
calculados as (
    select
        compras.cliente_original_id,
        cast(compras.pedidos as bigint) as pedidos,
        cast(compras.unidades as bigint) as unidades,
        cast(compras.receita as decimal(18, 2)) as valor_receita,
        primeira.data_completa as primeira_compra,
        ultima.data_completa as ultima_compra,
        cast(ntile(5) over (order by compras.ultimo_dia, compras.cliente_original_id) as int)
            as rfm_recencia,
        cast(ntile(5) over (order by compras.pedidos, compras.cliente_original_id) as int)
            as rfm_frequencia,
        cast(ntile(5) over (order by compras.receita, compras.cliente_original_id) as int)
            as rfm_valor
    from compras
    inner join {{ ref('dim_data') }} as primeira on compras.primeiro_dia = primeira.data_id
    inner join {{ ref('dim_data') }} as ultima on compras.ultimo_dia = ultima.data_id
)

select calculados.*
from calculados
{%- if incremental() %}
left join {{ this }} as antes on calculados.cliente_original_id = antes.cliente_original_id
where
    antes.cliente_original_id is null
    {%- for coluna in [
        'pedidos', 'unidades', 'valor_receita', 'primeira_compra', 'ultima_compra', 'rfm_recencia', 'rfm_frequencia', 'rfm_valor'
    ] %}
    or calculados.{{ coluna }} <> antes.{{ coluna }}
    {%- endfor %}
{%- endif %}
