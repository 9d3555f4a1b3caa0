{# DuckDB: the order in which a new table's rows are written, so that its zone maps tell one day from another. T-SQL: a table has none. #}
{% macro em_ordem(coluna) %}
    {{ return(adapter.dispatch('em_ordem')(coluna)) }}
{% endmacro %}

{% macro default__em_ordem(coluna) %}
    {{ return('') }}
{% endmacro %}

{% macro duckdb__em_ordem(coluna) %}
    {{ return('order by ' ~ coluna) }}
{% endmacro %}
