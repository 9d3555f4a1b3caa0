{#
    Engine type of a logical (T-SQL) type name: 'bit', 'datetime2(6)', 'nvarchar(100)', 'decimal(15,2)', 'bigint', 'int', 'date'.
    Contracts and casts are written with the logical names, so that one yml serves every engine.
#}
{% macro tipo(logico) -%}
    {{ return(adapter.dispatch('tipo')(logico)) }}
{%- endmacro %}

{% macro default__tipo(logico) %}
    {{ return(logico) }}
{% endmacro %}

{% macro duckdb__tipo(logico) %}
    {% set t = logico | lower | trim %}
    {% if t == 'bit' %}{{ return('boolean') }}
    {% elif t.startswith('datetime2') %}{{ return('timestamp') }}
    {% elif t.startswith('nvarchar') or t.startswith('varchar') %}{{ return('varchar') }}
    {% elif t == 'int' %}{{ return('integer') }}
    {% elif t == 'float' %}{{ return('double') }}
    {% else %}{{ return(t) }}
    {% endif %}
{% endmacro %}
