{#
    A whole number >= 0 made of the values of a row, for sums that two sides of a comparison have to share: two rows that differ have the
    same one practically never. `pares`: list of [expression, logical type]; both sides must give the same types. The engine's fastest
    hash: it need not be the same on another engine or version, because a difference only costs the loading of what is the same.
#}
{% macro numero(pares) -%}
    {{ return(adapter.dispatch('numero')(pares)) }}
{%- endmacro %}

{% macro default__numero(pares) %}
    {% set convertidos = [] %}
    {% for expressao, logico in pares %}
        {% do convertidos.append(['cast(' ~ expressao ~ ' as ' ~ tipo(logico) ~ ')', logico]) %}
    {% endfor %}
    {{ return('cast(' ~ hash_63(junta_textos(textos_canonicos(convertidos))) ~ ' as decimal(38, 0))') }}
{% endmacro %}

{% macro duckdb__numero(pares) %}
    {% set expressoes = [] %}
    {% for expressao, logico in pares %}
        {% do expressoes.append('cast(' ~ expressao ~ ' as ' ~ tipo(logico) ~ ')') %}
    {% endfor %}
    {{ return('hash(' ~ expressoes | join(', ') ~ ')') }}
{% endmacro %}
