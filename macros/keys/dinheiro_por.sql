{# Money divided by a count: exact, half away from zero to the cent, decimal(18,2); NULL when the count is 0. #}
{% macro dinheiro_por(valor, quantidade) -%}
    {%- set centavos = 'abs(cast((' ~ valor ~ ') * 100 as decimal(38, 0)))' -%}
    cast(
        case when {{ valor }} < 0 then -0.01 else 0.01 end
        * {{ divisao_inteira(centavos ~ ' * 2 + ' ~ quantidade, 'nullif(2 * ' ~ quantidade ~ ', 0)') }}
        as decimal(18, 2)
    )
{%- endmacro %}
