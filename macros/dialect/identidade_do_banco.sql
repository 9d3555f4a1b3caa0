{# Identity of a source without core.identidade_origem (a database of the user's own): server, name and creation date. #}
{% macro identidade_do_banco() -%}
    {{ adapter.dispatch('identidade_do_banco')() }}
{%- endmacro %}

{% macro default__identidade_do_banco() %}
select concat(@@servername, '/', name, '/', convert(varchar(26), create_date, 121)) as identidade
from sys.databases
where name = '{{ var("oltp_database") }}'
{% endmacro %}

{% macro duckdb__identidade_do_banco() %}
select path as identidade from duckdb_databases() where lower(database_name) = lower('{{ var("oltp_database") }}')
{% endmacro %}
