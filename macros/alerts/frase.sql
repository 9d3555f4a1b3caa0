{#- An alert's sentence in its parts, as columns: `modelo`, a Portuguese text in which {1} to {5} stand for
    the values; vw_alertas puts them together, and whoever speaks another language translates modelo
    first. modelo: an expression; valores: at most five; the last one may be any text. orientacao: the
    advice on an error, which becomes the alert's action. -#}
{% macro frase(modelo, valores, orientacao='null') -%}
    {{ modelo }} as modelo,
    {% for n in range(5) -%}
    cast({{ valores[n] | default('null', true) }} as {{ tipo('nvarchar(2000)') }}) as valor_{{ n + 1 }},
    {% endfor -%}
    cast({{ orientacao }} as {{ tipo('nvarchar(200)') }}) as orientacao
{%- endmacro %}

{# Which error a message tells, whatever its numbers are: who has taken note of one has not taken note of another. #}
{% macro mesmo_erro(mensagem) -%}
    {%- set sem_digitos = "translate(coalesce(" ~ mensagem ~ ", '-'), '0123456789', '##########')" %}
    left({{ md5_hex("cast(" ~ sem_digitos ~ " as " ~ tipo('varchar(2000)') ~ ")") }}, 8)
{%- endmacro %}
