{#
    DuckDB's side of an enforced contract: the yml's logical types are translated before the columns are compared and created.
    SQL Server needs nothing: the logical names are its own.
#}
{% macro duckdb__get_empty_schema_sql(columns) %}
    {{ return(default__get_empty_schema_sql(colunas_traduzidas(columns))) }}
{% endmacro %}

{% macro duckdb__get_table_columns_and_constraints() %}
    (
        {{ adapter.render_raw_columns_constraints(raw_columns=colunas_traduzidas(model['columns'])) | join(', ') }}
    )
{% endmacro %}

{% macro colunas_traduzidas(columns) %}
    {% set traduzidas = {} %}
    {% set novos = tipos(columns.values() | map(attribute='data_type') | list) %}
    {% for nome, coluna in columns.items() %}
        {% do traduzidas.update({nome: dict(coluna, data_type=novos[loop.index0])}) %}
    {% endfor %}
    {{ return(traduzidas) }}
{% endmacro %}

{#
    The rows of an incremental run lie in a temporary table of the contract's columns and types (gravar), which `on_schema_change: fail`
    holds against those of the table: a contract that changed since is told. To hold them against the yml too costs two statements
    more a table.
#}
{% macro duckdb__get_assert_columns_equivalent(sql) %}
    {% if not (incremental() and config.get('on_schema_change') == 'fail') %}
        {{ return(default__get_assert_columns_equivalent(sql)) }}
    {% endif %}
{% endmacro %}
