{# Whole years from one date to another (an age); NULL when one of them is. #}
{% macro anos_completos(desde, ate) -%}
    year({{ ate }}) - year({{ desde }})
    - case
        when month({{ ate }}) * 100 + day({{ ate }}) < month({{ desde }}) * 100 + day({{ desde }}) then 1 else 0
    end
{%- endmacro %}
