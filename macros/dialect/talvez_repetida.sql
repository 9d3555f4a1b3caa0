{#
    Predicate on a whole-number key: it may be there twice. DuckDB: of 64 keys in a row each sets a bit, and as many bits as rows say
    that none is; adding up so is several times cheaper than grouping by the key. T-SQL has no such sum.
#}
{% macro talvez_repetida(origem, chave) -%}
    {{ return(adapter.dispatch('talvez_repetida')(origem, chave)) }}
{%- endmacro %}

{% macro default__talvez_repetida(origem, chave) %}{{ return('1 = 1') }}{% endmacro %}

{% macro duckdb__talvez_repetida(origem, chave) %}
    {% set vizinhas = 'cast(' ~ chave ~ ' as bigint) >> 6' %}
    {{ return(
        vizinhas ~ ' in (select ' ~ vizinhas ~ ' from ' ~ origem ~ ' as a where ' ~ chave ~ ' is not null group by ' ~ vizinhas
        ~ ' having count(*) <> bit_count(bit_or(cast(1 as ubigint) << (cast(' ~ chave ~ ' as bigint) & 63))))'
    ) }}
{% endmacro %}
