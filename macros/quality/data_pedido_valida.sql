{# Rule pedido_data: within dim_data and at most a day after the cutoff. #}
{% macro data_pedido_valida(coluna) -%}
    (
        {{ coluna }} >= cast('{{ var("dim_data_inicio") }}' as date)
        and {{ coluna }} < {{ dbt.dateadd('day', 1, "cast('" ~ var("dim_data_fim") ~ "' as date)") }}
        and {{ coluna }} <= {{ dbt.dateadd('day', 1, cutoff()) }}
    )
{%- endmacro %}
