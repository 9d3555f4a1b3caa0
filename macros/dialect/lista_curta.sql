{#
    A subquery after `in`, of few keys among many. DuckDB guesses how many from where they are drawn, would take them for most of the
    table and put the other side, with all its columns, into its hash table; a list that is one value it takes for short.
#}
{% macro lista_curta(chaves) -%}
    {{ return(adapter.dispatch('lista_curta')(chaves)) }}
{%- endmacro %}

{% macro default__lista_curta(chaves) %}{{ return('(' ~ chaves ~ ')') }}{% endmacro %}

{% macro duckdb__lista_curta(chaves) %}
    {{ return('(select unnest((select list(curta.chave) from (' ~ chaves ~ ') as curta(chave))))') }}
{% endmacro %}
