{# tabela, coluna, tipo of every column of the source's schema `core`, in lower case.
    SQL Server: in the warehouse's collation, which may be another than the source's. #}
{% macro colunas_da_origem() -%}
    {{ adapter.dispatch('colunas_da_origem')() }}
{%- endmacro %}

{% macro default__colunas_da_origem() %}
select
    lower(TABLE_NAME collate database_default) as tabela,
    lower(COLUMN_NAME collate database_default) as coluna,
    lower(concat(
        DATA_TYPE collate database_default,
        case when CHARACTER_MAXIMUM_LENGTH is not null then concat('(', CHARACTER_MAXIMUM_LENGTH, ')') end,
        case when DATA_TYPE in ('decimal', 'numeric') then concat('(', NUMERIC_PRECISION, ',', NUMERIC_SCALE, ')') end
    )) as tipo
from {{ var('oltp_database') }}.INFORMATION_SCHEMA.COLUMNS
where lower(TABLE_SCHEMA) = 'core'
{% endmacro %}

{% macro duckdb__colunas_da_origem() %}
select lower(table_name) as tabela, lower(column_name) as coluna, lower(data_type) as tipo
from duckdb_columns()
where lower(database_name) = lower('{{ var("oltp_database") }}') and schema_name = 'core'
{% endmacro %}
