{# Revenue of an item: what it brought after discounts and returns; 0 of a cancelled order. `item`: alias of a row of fact_vendas. #}
{% macro receita(item) -%}
    cast(
        case when {{ item }}.status_pedido = 'Cancelado' then 0 else {{ item }}.valor_total_liquido - {{ item }}.valor_devolvido end
        as decimal(15, 2)
    )
{%- endmacro %}

{# A sum that is NULL where one of its rows is: a cost that one item lacks is the whole order's. #}
{% macro soma_completa(expressao) -%}
    case when count({{ expressao }}) = count(*) then sum({{ expressao }}) end
{%- endmacro %}

{# Cost of that revenue: the cost of the units that were not returned, down to the cent; NULL where it is not known. #}
{% macro custo_da_receita(item) -%}
    cast(
        case
            when {{ item }}.status_pedido = 'Cancelado' then 0
            when {{ item }}.quantidade_devolvida = 0 then {{ item }}.custo_total
            else 0.01 * {{ divisao_inteira(
                'cast(' ~ item ~ '.custo_total as decimal(28, 2)) * 100 * (' ~ item ~ '.quantidade_vendida - ' ~ item ~ '.quantidade_devolvida)',
                item ~ '.quantidade_vendida'
            ) }}
        end as decimal(15, 2)
    )
{%- endmacro %}
