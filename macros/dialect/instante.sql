{# A timestamp literal with microseconds: instante('2024-01-31 23:59:59.999999'). #}
{% macro instante(texto) -%}
    cast('{{ texto }}' as {{ tipo('datetime2(6)') }})
{%- endmacro %}
