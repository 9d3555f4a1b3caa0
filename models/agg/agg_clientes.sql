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

-- A customer's scores depend on all the others, so all are worked out when an order changed; written are those that differ.
postos as (
    select
        *,
        count(*) over () as compradores,
        rank() over (order by ultimo_dia) as posto_recencia,
        rank() over (order by pedidos) as posto_frequencia,
        rank() over (order by receita) as posto_valor
    from compras
),

calculados as (
    select
        postos.cliente_original_id,
        cast(postos.pedidos as bigint) as pedidos,
        cast(postos.unidades as bigint) as unidades,
        cast(postos.receita as decimal(18, 2)) as valor_receita,
        primeira.data_completa as primeira_compra,
        ultima.data_completa as ultima_compra
        {%- for nota in ['recencia', 'frequencia', 'valor'] %},
        -- The fifth of the buyers in which those begin who are as good as this one: same value, same score.
        case
            {%- for quinto in [4, 3, 2, 1] %}
            when 5 * (postos.posto_{{ nota }} - 1) >= {{ quinto }} * postos.compradores
                then {{ quinto + 1 }}
            {%- endfor %}
            else 1
        end as rfm_{{ nota }}
        {%- endfor %}
    from postos
    inner join {{ ref('dim_data') }} as primeira on postos.primeiro_dia = primeira.data_id
    inner join {{ ref('dim_data') }} as ultima on postos.ultimo_dia = ultima.data_id
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
