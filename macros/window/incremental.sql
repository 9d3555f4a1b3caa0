{# is_incremental(), or the branch that `--vars forcar_incremental` asks for: CI compiles both without a database. #}
{% macro incremental() %}
    {% if var('forcar_incremental') is not none %}{{ return(var('forcar_incremental')) }}{% endif %}
    {{ return(em_execucao() and is_incremental()) }}
{% endmacro %}

{# Whether a relation exists, for a model to decide by; no database is asked outside of a run. #}
{% macro relacao_existe(relacao) %}
    {% if var('forcar_incremental') is not none %}{{ return(var('forcar_incremental')) }}{% endif %}
    {% if not execute or not em_execucao() %}{{ return(false) }}{% endif %}
    {{ return(adapter.get_relation(relacao.database, relacao.schema, relacao.identifier) is not none) }}
{% endmacro %}

{# relacao_existe for hooks: a plain query, because get_relation outside of a model leaves a transaction open that undoes their writes.
    INFORMATION_SCHEMA has to be in capitals where a SQL Server database tells them apart. #}
{% macro tabela_existe(relacao) %}
    {% set sql %}
        select count(*) as tabelas
        from INFORMATION_SCHEMA.TABLES
        where
            lower(TABLE_CATALOG) = '{{ relacao.database | lower }}'
            and lower(TABLE_SCHEMA) = '{{ relacao.schema }}'
            and lower(TABLE_NAME) = '{{ relacao.identifier }}'
    {% endset %}
    {{ return(run_query(sql).rows[0][0] > 0) }}
{% endmacro %}
