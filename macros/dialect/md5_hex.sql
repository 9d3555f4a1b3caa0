{# 32 lower-case hexadecimal digits: the MD5 of the UTF-8 text. #}
{% macro md5_hex(texto) -%}
    {{ adapter.dispatch('md5_hex')(texto) }}
{%- endmacro %}

{% macro default__md5_hex(texto) -%}
    lower(convert(varchar(32), hashbytes('MD5', {{ texto }}), 2))
{%- endmacro %}

{% macro duckdb__md5_hex(texto) %}md5({{ texto }}){% endmacro %}
