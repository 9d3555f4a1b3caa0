{#
    A statement of a pre-hook. It belongs to the model's transaction; but on SQL Server the adapter builds the model's working table
    next, and catalog locks held to the end of a transaction would deadlock two nodes. There it commits by itself, before.
#}
{% macro antes_da_transacao(comando) -%}
    {{ return(adapter.dispatch('antes_da_transacao')(comando)) }}
{%- endmacro %}

{% macro default__antes_da_transacao(comando) %}
    {{ return(comando) }}
{% endmacro %}

{% macro sqlserver__antes_da_transacao(comando) %}
    {% do run_query(comando) %}
    {{ return('') }}
{% endmacro %}
