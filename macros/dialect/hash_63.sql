{# A 63-bit non-negative BIGINT out of a text: the first 8 bytes of its MD5, big-endian, without the sign bit.
    T-SQL reads a bare 9223372036854775807 as numeric, which & refuses. #}
{% macro hash_63(texto) -%}
    {{ adapter.dispatch('hash_63')(texto) }}
{%- endmacro %}

{% macro default__hash_63(texto) -%}
    (convert(bigint, substring(hashbytes('MD5', {{ texto }}), 1, 8)) & cast(9223372036854775807 as bigint))
{%- endmacro %}

{% macro duckdb__hash_63(texto) -%}
    cast(cast('0x' || left(md5({{ texto }}), 16) as ubigint) & 9223372036854775807::ubigint as bigint)
{%- endmacro %}
