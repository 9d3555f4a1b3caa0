{#
    A text column of a source table, without the spaces at its end: T-SQL takes 'Cancelado ' and 'Cancelado' for equal under every collation,
    DuckDB does not. SQL Server: in the warehouse's collation, whatever the source's is; else two texts of the two
    databases cannot be compared, and the same rule would hold in one model and not in the next.
#}
{% macro texto(coluna) -%}
    {{ adapter.dispatch('texto')(coluna) }}
{%- endmacro %}

{% macro default__texto(coluna) %}rtrim({{ coluna }}) as {{ coluna }}{% endmacro %}

{# Spaces alone: its rtrim with one argument takes every kind of blank. And only where there is one: it reads a text letter by letter. #}
{% macro duckdb__texto(coluna) %}
    {{- "case when suffix(" ~ coluna ~ ", ' ') then rtrim(" ~ coluna ~ ", ' ') else " ~ coluna ~ " end as " ~ coluna -}}
{% endmacro %}

{% macro sqlserver__texto(coluna) %}rtrim({{ coluna }}) collate database_default as {{ coluna }}{% endmacro %}
