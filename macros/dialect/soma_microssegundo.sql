{# The next instant that a timestamp can hold: one microsecond later. #}
{% macro soma_microssegundo(expressao) -%}
    {{ adapter.dispatch('soma_microssegundo')(expressao) }}
{%- endmacro %}

{% macro default__soma_microssegundo(expressao) %}dateadd(microsecond, 1, {{ expressao }}){% endmacro %}

{% macro duckdb__soma_microssegundo(expressao) %}({{ expressao }} + interval 1 microsecond){% endmacro %}
