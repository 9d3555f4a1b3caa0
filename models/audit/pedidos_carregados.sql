{# A control table, which the hooks make (macro criar_controle): a run that dies before this model finds in it what it was about to load. #}
{%- set agregados = ['agg_pedidos', 'agg_clientes', 'agg_clientes_mensal', 'agg_vendas_diarias', 'agg_produtos_mensal', 'agg_campanhas'] %}
{{ config(
    schema='ctl', unique_key='pedido_id', incremental_strategy='delete+insert', full_refresh=false, on_schema_change='fail',
    post_hook="{{ esquecer_grupos(" ~ agregados ~ ") }}"
) }}
{%- set de_tudo = ['int_pedidos_afetados', 'fact_vendas', 'fact_descontos', 'quarentena']
    + agregados %}
{%- for no in de_tudo %}
-- depends_on: {{ ref(no) }}
{%- endfor %}

-- The commit mark of an order: the number with which all that follows from it was loaded; none by a run that leaves out any of it.
select
    pedido_id,
    cast(numero as decimal(38, 0)) as numero,
    cast({{ run_id() }} as bigint) as run_id
from {{ ref('int_pedidos_afetados') }}
where
    em_voo = 0
    and {{ '1 = 1' if montados(de_tudo) else '1 = 0' }}
    and {{ entidade_ativa('fact_vendas') }}
    and {{ entidade_ativa('fact_descontos') }}
