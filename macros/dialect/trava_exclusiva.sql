{# Table hint that makes "insert where not exists" atomic; DuckDB has one writer and needs none. #}
{% macro trava_exclusiva() -%}
    {{ adapter.dispatch('trava_exclusiva')() }}
{%- endmacro %}

{% macro default__trava_exclusiva() %}{% endmacro %}

{% macro sqlserver__trava_exclusiva() %}with (tablockx, holdlock){% endmacro %}
