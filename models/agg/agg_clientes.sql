{{ config(
    unique_key='cliente_original_id',
    post_hook="{{ excluir_grupos_vazios('cliente_original_id') }}"
) }}
{%- set notas = {
    'recencia': 'ultima_compra', 'frequencia': 'pedidos', 'valor': 'valor_receita'
} %}
-- depends_on: {{ ref('int_pedidos_afetados') }}

with
{%- if incremental() %}
tocados as (
    select t.cliente_original_id from {{ grupos_tocados('cliente_original_id') }} as t
),
{%- endif %}

compras as (
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
        and cliente_original_id in (select t.cliente_original_id from tocados as t)
        {%- endif %}
    group by cliente_original_id
),

-- A customer's scores depend on all the others, so all are scored when an order changed; written are those that differ.
clientes as (
    select
        compras.cliente_original_id,
        cast(compras.pedidos as bigint) as pedidos,
        cast(compras.unidades as bigint) as unidades,
        cast(compras.receita as decimal(18, 2)) as valor_receita,
        primeira.data_completa as primeira_compra,
        ultima.data_completa as ultima_compra
    from compras
    inner join {{ ref('dim_data') }} as primeira on compras.primeiro_dia = primeira.data_id
    inner join {{ ref('dim_data') }} as ultima on compras.ultimo_dia = ultima.data_id
    {%- if incremental() %}
    union all
    select
        cliente_original_id, pedidos, unidades, valor_receita, primeira_compra, ultima_compra
    from {{ this }}
    where
        {{ ha_pedidos_tocados() }}
        and cliente_original_id not in (select t.cliente_original_id from tocados as t)
    {%- endif %}
){% for nota, medida in notas.items() %},

cortes_{{ nota }} as (
    {{ cortes_dos_quintos('clientes', medida) }}
){% endfor %},

calculados as (
    select
        clientes.*
        {%- for nota, medida in notas.items() %},
        case
            {%- for quinto in [4, 3, 2, 1] %}
            when clientes.{{ medida }} > cortes_{{ nota }}.corte_{{ quinto }} then {{ quinto + 1 }}
            {%- endfor %}
            else 1
        end as rfm_{{ nota }}
        {%- endfor %}
    from clientes
    {%- for nota in notas %}
    cross join cortes_{{ nota }}
    {%- endfor %}
)

select calculados.*
from calculados
{%- if incremental() %}
left join {{ this }} as antes on calculados.cliente_original_id = antes.cliente_original_id
where
    antes.cliente_original_id is null
    or calculados.cliente_original_id in (select t.cliente_original_id from tocados as t)
    {%- for nota in notas %}
    or calculados.rfm_{{ nota }} <> antes.rfm_{{ nota }}
    {%- endfor %}
{%- endif %}
