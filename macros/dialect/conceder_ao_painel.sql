{#
    SQL Server: the role of the dashboards (docker/sqlserver/permissions.csv) may read the runs as soon as their table is made.
    Engines without roles: nothing.
#}
{% macro conceder_ao_painel(relacao) -%}
    {{ return(adapter.dispatch('conceder_ao_painel')(relacao)) }}
{%- endmacro %}

{% macro default__conceder_ao_painel(relacao) %}
    {{ return('') }}
{% endmacro %}

{% macro sqlserver__conceder_ao_painel(relacao) %}
if exists (select 1 from sys.database_principals where name = 'dw_painel' and type = 'R')
    grant select on {{ relacao.include(database=false) }} to dw_painel
{% endmacro %}
