{# Opens a recursive CTE: `with recursive`, which T-SQL spells `with`. #}
{% macro com_recursivo() -%}
    {{ adapter.dispatch('com_recursivo')() }}
{%- endmacro %}

{% macro default__com_recursivo() %}with recursive{% endmacro %}

{% macro sqlserver__com_recursivo() %}with{% endmacro %}
