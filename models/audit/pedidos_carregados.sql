{# A control table, which the hooks make (macro criar_controle): a run that dies before this model finds in it what it was about to load. #}
{{ config(
    schema='ctl', unique_key='pedido_id', incremental_strategy='delete+insert', full_refresh=false, on_schema_change='append_new_columns'
) }}
{%- set de_tudo = [
    'int_pedidos_afetados', 'fact_vendas', 'fact_descontos', 'quarentena', 'agg_pedidos', 'agg_clientes', 'agg_clientes_mensal',
    'agg_vendas_diarias', 'int_vendedores_diario', 'agg_produtos_mensal', 'agg_campanhas'
] %}
{%- for no in de_tudo %}
-- depends_on: {{ ref(no) }}
{%- endfor %}

-- The commit mark of an order: the number with which all that follows from it was loaded; none by a run that leaves out any of it.
{%- set completo = montados(de_tudo) %}
select
    pedido.pedido_id,
    cast(pedido.numero as decimal(38, 0)) as numero,
    cast({{ run_id() }} as bigint) as run_id,
    {{ 'agregado.data_id' if completo else 'cast(null as int)' }} as data_id,
    {{ 'agregado.cliente_original_id' if completo else 'cast(null as bigint)' }} as cliente_original_id
from {{ ref('int_pedidos_afetados') }} as pedido
{%- if completo %}
left join {{ ref('agg_pedidos') }} as agregado on pedido.pedido_id = agregado.pedido_original_id
{%- endif %}
where
    pedido.em_voo = 0
    and {{ entidade_ativa('fact_vendas') }}
    and {{ entidade_ativa('fact_descontos') }}
    {%- if not completo %}
    and 1 = 0
    {%- endif %}
