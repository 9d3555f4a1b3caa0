{# The median of an expression over the rows that share `por`, as a window: the middle value, or the mean of the middle two. #}
{% macro mediana(expressao, por) -%}
    {{ adapter.dispatch('mediana')(expressao, por) }}
{%- endmacro %}

{% macro default__mediana(expressao, por) -%}
    percentile_cont(0.5) within group (order by {{ expressao }}) over (partition by {{ por }})
{%- endmacro %}

{% macro duckdb__mediana(expressao, por) %}median({{ expressao }}) over (partition by {{ por }}){% endmacro %}
