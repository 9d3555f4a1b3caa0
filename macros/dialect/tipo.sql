{#
    Engine type of a logical (T-SQL) type name: 'bit', 'datetime2(6)', 'nvarchar(100)', 'decimal(15,2)', 'bigint', 'int', 'date'.
    Contracts and casts are written with the logical names, so that one yml serves every engine.
    `tipos` takes a list and is dispatched once: a wide table asks for a hundred of them.
#}
{% macro tipo(logico) -%}
    {{ return(tipos([logico])[0]) }}
{%- endmacro %}

{% macro tipos(logicos) -%}
    {{ return(adapter.dispatch('tipos')(logicos)) }}
{%- endmacro %}

{% macro default__tipos(logicos) %}
    {{ return(logicos) }}
{% endmacro %}

{% macro duckdb__tipos(logicos) %}
    {% set do_duckdb = [] %}
    {% for logico in logicos %}
        {% set t = logico | lower | trim %}
        {% do do_duckdb.append(
            'boolean' if t == 'bit'
            else 'timestamp' if t.startswith('datetime2')
            else 'varchar' if t.startswith('nvarchar') or t.startswith('varchar')
            else 'integer' if t == 'int'
            else 'double' if t == 'float'
            else t
        ) %}
    {% endfor %}
    {{ return(do_duckdb) }}
{% endmacro %}
