{#
    Foreign keys for tools that draw a model from them: declared at the end of a run, never checked (the tests chaves_presentes check,
    and name the keys). Variable chaves_estrangeiras; SQL Server alone. A full refresh replaces tables, which a key would hinder, so
    the keys are taken off at its start.
#}
{% macro declarar_chaves_estrangeiras() %}
    {% do adapter.dispatch('declarar_chaves_estrangeiras')() %}
{% endmacro %}

{% macro retirar_chaves_estrangeiras() %}
    {% do adapter.dispatch('retirar_chaves_estrangeiras')() %}
{% endmacro %}

{% macro default__declarar_chaves_estrangeiras() %}{% endmacro %}

{% macro default__retirar_chaves_estrangeiras() %}{% endmacro %}

{% macro sqlserver__declarar_chaves_estrangeiras() %}
    {% if not var('chaves_estrangeiras') or flags.WHICH not in ['run', 'build'] %}{{ return('') }}{% endif %}
    {% for teste in graph.nodes.values() if teste.resource_type == 'test' and teste.test_metadata
        and teste.test_metadata.name == 'chaves_presentes' %}
        {% set filha = graph.nodes[teste.attached_node] %}
        {% for coluna, destino in teste.test_metadata.kwargs.dims.items() %}
            {% set mae = destino[0].split("'")[1] %}
            {% do run_query(chave_estrangeira(
                controle(filha.schema, filha.name), coluna, controle(mae.split('_')[0], mae), destino[1]
            )) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}

{% macro chave_estrangeira(filha, coluna, mae, coluna_da_mae) %}
{% set nome = 'fk_' ~ filha.identifier ~ '_' ~ coluna %}
if
    object_id('{{ filha.schema }}.{{ filha.identifier }}') is not null
    and object_id('{{ mae.schema }}.{{ mae.identifier }}') is not null
    and object_id('{{ filha.schema }}.{{ nome }}') is null
begin
    alter table {{ filha }} with nocheck
    add constraint {{ nome }} foreign key ({{ coluna }}) references {{ mae }} ({{ coluna_da_mae }});
    alter table {{ filha }} nocheck constraint {{ nome }};
end
{% endmacro %}

{% macro sqlserver__retirar_chaves_estrangeiras() %}
    {% if var('chaves_estrangeiras') and not flags.FULL_REFRESH %}{{ return('') }}{% endif %}
    {% set sql %}
declare @retirar nvarchar(max) = (
    select string_agg(
        cast(concat(
            'alter table ', quotename(schema_name(fk.schema_id)), '.', quotename(object_name(fk.parent_object_id)),
            ' drop constraint ', quotename(fk.name), ';'
        ) as nvarchar(max)), ''
    )
    from sys.foreign_keys as fk
    where schema_name(fk.schema_id) in ('dim', 'fact') and fk.name like 'fk[_]%'
);
if @retirar is not null exec sp_executesql @retirar;
    {% endset %}
    {% do run_query(sql) %}
{% endmacro %}
