{# The stamp of a source row; a row without one is read by a full load, and by reconciliation and healing after that. #}
{% macro carimbo(coluna) -%}
    coalesce(try_cast({{ coluna }} as {{ tipo('datetime2(6)') }}), {{ instante('1900-01-01 00:00:01.000000') }})
{%- endmacro %}
