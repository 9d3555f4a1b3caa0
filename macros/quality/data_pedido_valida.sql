{# Rule pedido_data: within dim_data and at most a day after the cutoff. #}
{% macro data_pedido_valida(coluna) -%}
    ({{ dentro_do_calendario(coluna) }} and {{ coluna }} <= {{ dbt.dateadd('day', 1, cutoff()) }})
{%- endmacro %}

{# Predicate, NULL for no date: dim_data has the day. Without arithmetic, which ends at the year 9999. #}
{% macro dentro_do_calendario(coluna) -%}
    (
        {{ coluna }} >= cast('{{ var("dim_data_inicio") }}' as date)
        and cast({{ coluna }} as date) <= cast('{{ var("dim_data_fim") }}' as date)
    )
{%- endmacro %}
