{# Terms of an ORDER BY: ascending, NULLs last, on every engine. #}
{% macro nulos_por_ultimo(expressao) -%}
    case when {{ expressao }} is null then 1 else 0 end, {{ expressao }}
{%- endmacro %}
