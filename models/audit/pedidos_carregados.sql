{# A control table, which the hooks make (macro criar_controle): a run that dies before this model finds in it what it was about to load. #}
{{ config(
    schema='ctl', unique_key='pedido_id', incremental_strategy='delete+insert', full_refresh=false, on_schema_change='fail'
) }}

{%- set de_tudo = [] %}
{%- for no in ['int_pedidos_afetados', 'fact_vendas', 'fact_descontos', 'agg_pedidos', 'quarentena'] if montado(no) %}{% do de_tudo.append(no) %}{% endfor %}

-- The commit mark of an order: the number with which all that follows from it was loaded; none by a run that leaves out any of it.
-- depends_on: {{ ref('fact_vendas') }} {{ ref('fact_descontos') }} {{ ref('agg_pedidos') }} {{ ref('quarentena') }}
select
    pedido_id,
    cast(numero as decimal(38, 0)) as numero,
    cast({{ run_id() }} as bigint) as run_id
from {{ ref('int_pedidos_afetados') }}
where
    em_voo = 0
    and {{ '1 = 1' if de_tudo | length == 5 else '1 = 0' }}
    and {{ entidade_ativa('fact_vendas') }}
    and {{ entidade_ativa('fact_descontos') }}
