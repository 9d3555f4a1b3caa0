{#
    Indexes, as part of a model's configuration; DuckDB needs none (its zone maps serve merges that come in key order).
    SQL Server: a fact is a clustered columnstore with a unique index on its key; a dimension is clustered by its key, and
    its natural columns are unique together; a snapshot is clustered by natural key and start, a working table of
    orders by order.
#}
{% macro indices(chave, natural=none) %}
    {% do adapter.dispatch('indices')(chave, natural) %}
{% endmacro %}

{% macro default__indices(chave, natural) %}{% endmacro %}

{% macro sqlserver__indices(chave, natural) %}
    {% set pela_chave = {'columns': [chave], 'type': 'clustered' if natural else 'nonclustered', 'unique': true} %}
    {% set unicas = [{'columns': natural, 'type': 'nonclustered', 'unique': true}] if natural else [] %}
    {% do config(indexes=[pela_chave] + unicas) %}
{% endmacro %}

{# A working table of orders, which all that follows joins by order. #}
{% macro indice_de_trabalho(coluna) %}
    {% do adapter.dispatch('indice_de_trabalho')(coluna) %}
{% endmacro %}

{% macro default__indice_de_trabalho(coluna) %}{% endmacro %}

{% macro sqlserver__indice_de_trabalho(coluna) %}
    {% do config(indexes=[{'columns': [coluna], 'type': 'clustered'}]) %}
{% endmacro %}

{% macro indices_do_instantaneo(chave) %}
    {% do adapter.dispatch('indices_do_instantaneo')(chave) %}
{% endmacro %}

{% macro default__indices_do_instantaneo(chave) %}{% endmacro %}

{% macro sqlserver__indices_do_instantaneo(chave) %}
    {% do config(indexes=[{'columns': [chave, 'dbt_valid_from'], 'type': 'clustered'}]) %}
{% endmacro %}
