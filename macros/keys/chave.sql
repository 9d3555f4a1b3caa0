{#
    Deterministic surrogate key: 63-bit hash of the natural key. The same source gives the same keys on every engine,
    in any load order. `colunas`: list of [expression, logical type].
#}
{% macro chave(colunas) -%}
    {{ hash_63(junta_textos(textos_canonicos(colunas))) }}
{%- endmacro %}
