{#
    SQL: how many rows a table of the source has. SQL Server: what its catalog says (sys.partitions, which needs no right beyond reading
    the table), or a count where that knows nothing, as of a view. DuckDB: a count, which reads no column; duckdb_tables().estimated_size
    still holds rows that were deleted.
#}
{% macro linhas_da_tabela(relacao) -%}
    {{ adapter.dispatch('linhas_da_tabela')(relacao) }}
{%- endmacro %}

{% macro default__linhas_da_tabela(relacao) -%}
    (select count(*) from {{ relacao }})
{%- endmacro %}

{% macro sqlserver__linhas_da_tabela(relacao) -%}
    {%- set catalogo = var('oltp_database') ~ '.sys.' -%}
    coalesce((
        select sum(p.rows)
        from {{ catalogo }}partitions as p
        inner join {{ catalogo }}tables as t on p.object_id = t.object_id
        inner join {{ catalogo }}schemas as s on t.schema_id = s.schema_id
        where s.name = '{{ relacao.schema }}' and t.name = '{{ relacao.identifier }}' and p.index_id in (0, 1)
    ), {{ default__linhas_da_tabela(relacao) }})
{%- endmacro %}
