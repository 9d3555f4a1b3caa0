{#
    The working tables on SQL Server: as the adapter's table, but each statement of the build commits by itself. In one transaction, as
    the adapter has it, the build would hold locks in the catalog while it reads the source; two threads could wait for each other.
    Only the exchange of the old table for the new one is a transaction.
#}
{% materialization table, adapter='sqlserver' %}
    {%- set existente = load_cached_relation(this) -%}
    {%- set tabela = this.incorporate(type='table') -%}
    {%- set nova = make_intermediate_relation(tabela) -%}
    {%- set antiga = make_backup_relation(tabela, existente.type if existente is not none else 'table') -%}
    {{ drop_relation_if_exists(load_cached_relation(nova)) }}
    {{ drop_relation_if_exists(load_cached_relation(antiga)) }}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% call statement('main', auto_begin=False) -%}
        {{ get_create_table_as_sql(False, nova, sql) }}
    {%- endcall %}
    {% do create_indexes(nova) %}
    {% do adapter.begin_if_closed() %}
    {% if existente is not none %}{% do adapter.rename_relation(existente, antiga) %}{% endif %}
    {% do adapter.rename_relation(nova, tabela) %}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {% do persist_docs(tabela, model) %}
    {% do adapter.commit() %}
    {{ drop_relation_if_exists(antiga) }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [tabela]}) }}
{% endmaterialization %}
