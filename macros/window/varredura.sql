{#
    Whether this run sweeps: compares all orders and all rows of the dimensions with what was loaded, whatever their stamps say.
    Else it is windowed: it looks at what is stamped in its window. Decided when the run opens (audit.etl_run.varredura).
#}
{% macro varredura() %}
    {% if var('forcar_incremental') is not none or not execute or not em_execucao() %}{{ return(var('varrer')) }}{% endif %}
    {{ return(execucao().varredura) }}
{% endmacro %}

{# SQL of that decision: asked for, or never done, or the last sweep of any of its parts is older than varredura_horas. #}
{% macro decide_varredura() %}
    {% set horas = varredura_horas() %}
    {% if var('varrer') or var('reprocessar_meses') or var('reconciliar') or var('mudar_variaveis') or flags.FULL_REFRESH or horas == 0 %}
        {{ return(bit('1 = 1')) }}
    {% endif %}
    {% set partes = ['int_pedidos_afetados', 'pedidos_carregados'] %}
    {% for no in graph.nodes.values() if no.resource_type == 'snapshot' and no.package_name == project_name %}
        {% do partes.append(no.name) %}
    {% endfor %}
    {% set recentes %}
        (
            select count(distinct parte.entidade)
            from {{ controle('audit', 'etl_run_entity') }} as parte
            inner join {{ controle('audit', 'etl_run') }} as corrida on parte.run_id = corrida.run_id
            where
                corrida.varredura = 1 and parte.status = 'success'
                and parte.entidade in ('{{ partes | join("', '") }}')
                and corrida.iniciado_em > {{ dbt.dateadd('minute', (-60 * horas) | int, agora()) }}
                -- a sweep that died may have left what only a sweep finds
                and corrida.run_id >= (
                    select coalesce(max(morta.run_id), 0) from {{ controle('audit', 'etl_run') }} as morta
                    where morta.varredura = 1 and morta.status = 'aborted'
                )
        )
    {% endset %}
    {{ return(bit(recentes ~ ' < ' ~ partes | length)) }}
{% endmacro %}

{# How old a sweep may be: the variable, or what suits the engine. A sweep costs what the history weighs. #}
{% macro varredura_horas() %}
    {% if var('varredura_horas') is not none %}{{ return(var('varredura_horas') | float) }}{% endif %}
    {{ return(adapter.dispatch('varredura_horas')()) }}
{% endmacro %}

{% macro default__varredura_horas() %}{{ return(24) }}{% endmacro %}

{% macro duckdb__varredura_horas() %}{{ return(0) }}{% endmacro %}
