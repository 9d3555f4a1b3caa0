{# tabela, coluna, tipo of every column of the source's schema `core`, in lower case. #}
{% macro colunas_da_origem() -%}
    {{ adapter.dispatch('colunas_da_origem')() }}
{%- endmacro %}

{% macro default__colunas_da_origem() %}
select
    lower(table_name) as tabela,
    lower(column_name) as coluna,
    lower(concat(
        data_type,
        case when character_maximum_length is not null then concat('(', character_maximum_length, ')') end,
        case when data_type in ('decimal', 'numeric') then concat('(', numeric_precision, ',', numeric_scale, ')') end
    )) as tipo
from {{ var('oltp_database') }}.information_schema.columns
where lower(table_schema) = 'core'
{% endmacro %}

{% macro duckdb__colunas_da_origem() %}
select lower(table_name) as tabela, lower(column_name) as coluna, lower(data_type) as tipo
from duckdb_columns()
where lower(database_name) = lower('{{ var("oltp_database") }}') and schema_name = 'core'
{% endmacro %}
