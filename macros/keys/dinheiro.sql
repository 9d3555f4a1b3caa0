{# Units at a price: NULL where it does not fit. DuckDB multiplies narrow decimals in 18 digits, so one of them is wide. #}
{% macro valor_das_unidades(quantidade, preco) -%}
    try_cast(cast({{ quantidade }} as decimal(19, 0)) * {{ preco }} as decimal(15, 2))
{%- endmacro %}

{#
    An amount of money made of several: as it is where decimal(15,2) holds it, else the largest that it holds. No load stops over thirteen
    digits, and no column gets wider for a slip of the keyboard.
#}
{% macro dinheiro(valor) -%}
    case
        when {{ valor }} > 9999999999999.99 then 9999999999999.99
        when {{ valor }} < -9999999999999.99 then -9999999999999.99
        else {{ valor }}
    end
{%- endmacro %}
