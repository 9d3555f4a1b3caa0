{# Depth of an item's discount (discount against gross value), 0 to 5: none, to 5 %, 10 %, 20 %, 30 %, more. #}
{% macro faixa_desconto(item) -%}
    cast(case
        when {{ item }}.valor_total_descontos = 0 then 0
        {%- for limite in ['0.05', '0.10', '0.20', '0.30'] %}
        when {{ item }}.valor_total_descontos <= {{ item }}.valor_total_bruto * {{ limite }} then {{ loop.index }}
        {%- endfor %}
        else 5
    end as int)
{%- endmacro %}
