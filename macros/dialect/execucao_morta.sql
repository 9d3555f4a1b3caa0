{#
    Predicate on audit.etl_run: this other run, still marked running, cannot be alive. DuckDB lets one process write, so whoever
    holds the file knows that the others are dead; on SQL Server a run is given up after execucao_expira_minutos.
#}
{% macro execucao_morta() -%}
    {{ adapter.dispatch('execucao_morta')() }}
{%- endmacro %}

{% macro default__execucao_morta() -%}
    iniciado_em < {{ dbt.dateadd('minute', -1 * var('execucao_expira_minutos'), agora()) }}
{%- endmacro %}

{% macro duckdb__execucao_morta() %}1 = 1{% endmacro %}
