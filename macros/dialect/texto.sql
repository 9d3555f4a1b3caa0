{#
    A text column of a source table. SQL Server: in the warehouse's collation, whatever the source's is; else two texts of the two
    databases cannot be compared, and the same rule would hold in one model and not in the next.
#}
{% macro texto(coluna) -%}
    {{ adapter.dispatch('texto')(coluna) }}
{%- endmacro %}

{% macro default__texto(coluna) %}{{ coluna }}{% endmacro %}

{% macro sqlserver__texto(coluna) %}{{ coluna }} collate database_default as {{ coluna }}{% endmacro %}
