{# Texts joined by '|', none of them NULL. #}
{% macro junta_textos(textos) -%}
    {%- if textos | length == 1 -%} {{ textos[0] }}
    {%- else -%} {{ adapter.dispatch('junta_textos')(textos) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__junta_textos(textos) %}concat({{ textos | join(", '|', ") }}){% endmacro %}

{% macro duckdb__junta_textos(textos) %}concat_ws('|', {{ textos | join(', ') }}){% endmacro %}
