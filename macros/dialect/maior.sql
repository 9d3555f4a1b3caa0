{# The greatest of timestamps that may be NULL, the first of them not: SQL Server has no GREATEST before 2022. #}
{% macro maior(expressoes) -%}
    {%- set resto = expressoes[1:] -%}
    {%- if not resto -%} {{ expressoes[0] }}
    {%- else -%} {{ adapter.dispatch('maior')(expressoes) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__maior(expressoes) -%}
    (select max(v.x) from (values ({{ expressoes | join('), (') }})) as v (x))
{%- endmacro %}

{% macro duckdb__maior(expressoes) %}greatest({{ expressoes | join(', ') }}){% endmacro %}
