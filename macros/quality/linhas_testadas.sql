{#
    What a generic test reads of its model. By default the rows of the run: those for which the model's own predicate holds (meta
    `linhas_da_execucao`: SQL with {run_id}, and {carrega_pedidos}; a model without one is small, or of no run, and tested whole). Takes the place of dbt's macro of this name,
    which knows the config `where` alone.
#}
{% macro get_where_subquery(relation) -%}
    {%- set condicoes = [config.get('where')] if config.get('where') else [] -%}
    {%- set no = graph.nodes.get('model.' ~ project_name ~ '.' ~ relation.identifier) if execute -%}
    {%- set linhas = no.config.meta.get('linhas_da_execucao') if no -%}
    {%- if linhas and not testa_tudo() -%}
        {%- set linhas = linhas.replace('{carrega_pedidos}', carrega_pedidos()) if '{carrega_pedidos}' in linhas else linhas -%}
        {%- do condicoes.append(linhas.replace('{run_id}', run_id() | string)) -%}
    {%- endif -%}
    {%- if condicoes -%} (select * from {{ relation }} where ({{ condicoes | join(') and (') }})) as dbt_subquery
    {%- else -%} {{ relation }}
    {%- endif -%}
{%- endmacro %}

{# Predicate, '1 = 1' or '1 = 0': this run loads orders. What they change in a group of rows is tested whole, or not at all. #}
{% macro carrega_pedidos() %}
    {{ return('1 = 1' if run_query('select count(*) from ' ~ controle('stg', 'int_pedidos_afetados')).rows[0][0] > 0 else '1 = 0') }}
{% endmacro %}

{# Whether this run tests every row of history. Decided when it opens (audit.etl_run.testa_tudo). #}
{% macro testa_tudo() %}
    {% if not execute or not em_execucao() %}{{ return(true) }}{% endif %}
    {{ return(execucao().testa_tudo) }}
{% endmacro %}

{# SQL of that decision: asked for, a full refresh, a first load, a run that loads nothing, or the last run that did is older than testes_horas. #}
{% macro decide_testes() %}
    {% set carrega = [] %}
    {% for r in selected_resources if r.split('.')[0] in ['model', 'snapshot'] %}{% do carrega.append(r) %}{% endfor %}
    {% if var('testar_tudo') or flags.FULL_REFRESH or not carrega %}{{ return(bit('1 = 1')) }}{% endif %}
    {% set nada_antes = 'not exists (select 1 from ' ~ controle('ctl', 'pedidos_carregados') ~ ' as p)' %}
    {% if var('testes_horas') is none %}{{ return(bit(nada_antes)) }}{% endif %}
    {{ return(bit(
        nada_antes ~ ' or not exists (select 1 from ' ~ controle('audit', 'etl_run') ~ " as t where t.testa_tudo = 1 and t.status in ('success', 'partial')"
        ~ ' and t.iniciado_em > ' ~ dbt.dateadd('minute', (-60 * (var('testes_horas') | float)) | int, agora()) ~ ')'
    )) }}
{% endmacro %}
