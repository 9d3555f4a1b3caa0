{#- An alert's sentence in its parts, as columns: `modelo`, a Portuguese text in which {1} to {5} stand for
    the values and {orientacao} for the advice on an error; vw_alertas puts them together, and whoever
    speaks another language translates modelo and advice first. modelo: an expression; valores: at most
    five; the last one may be any text. -#}
{% macro frase(modelo, valores, orientacao='null') -%}
    {{ modelo }} as modelo,
    {% for n in range(5) -%}
    cast({{ valores[n] | default('null', true) }} as {{ tipo('nvarchar(2000)') }}) as valor_{{ n + 1 }},
    {% endfor -%}
    cast({{ orientacao }} as {{ tipo('nvarchar(200)') }}) as orientacao
{%- endmacro %}
