{# A condition as a value: T-SQL has no boolean expressions in a select list. #}
{% macro bit(condicao) -%}
    cast(case when {{ condicao }} then 1 else 0 end as {{ tipo('bit') }})
{%- endmacro %}
