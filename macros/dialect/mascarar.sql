{#
    post-hook of the dimensions: masks the columns that hold personal data (column meta `mascara`, a mask function of SQL Server),
    so that a table that was made anew has its masks before its transaction commits and anybody can read it.
    Engines without dynamic data masking: nothing.
#}
{% macro mascarar() -%}
    {{ return(adapter.dispatch('mascarar')()) }}
{%- endmacro %}

{% macro default__mascarar() %}
    {{ return('') }}
{% endmacro %}

{% macro sqlserver__mascarar() %}
    {% set mascaras = {} %}
    {% for coluna in model.columns.values() if coluna.get('config', {}).get('meta', {}).get('mascara') %}
        {% do mascaras.update({coluna.name: coluna.config.meta.mascara}) %}
    {% endfor %}
    {{ return(comandos_de_mascara(this.include(database=false), mascaras) if execute and mascaras else '') }}
{% endmacro %}

{# T-SQL that gives a table's columns their masks where they lack them. `mascaras`: {column: mask function}. #}
{% macro comandos_de_mascara(tabela, mascaras) %}
    {% for coluna, mascara in mascaras.items() %}
if not exists (
    select 1 from sys.masked_columns
    where object_id = object_id('{{ tabela }}') and name = '{{ coluna }}' and masking_function = '{{ mascara }}'
)
    alter table {{ tabela }} alter column {{ coluna }} add masked with (function = '{{ mascara }}');
    {% endfor %}
{% endmacro %}
