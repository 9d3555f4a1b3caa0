{#
    The clock that stamps data_atualizacao in the source, with microseconds. SQL Server: the server's own time, as column
    defaults use it, or with the variable relogio_utc its UTC time. DuckDB: UTC, which is what the generator stamps.
#}
{% macro agora() -%}
    {{ adapter.dispatch('agora')() }}
{%- endmacro %}

{% macro default__agora() %}cast(current_timestamp as {{ tipo('datetime2(6)') }}){% endmacro %}

{% macro duckdb__agora() %}cast(now() at time zone 'UTC' as timestamp){% endmacro %}

{% macro sqlserver__agora() %}cast({{ 'sysutcdatetime()' if var('relogio_utc') else 'sysdatetime()' }} as datetime2(6)){% endmacro %}
