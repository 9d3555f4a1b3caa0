{# Creates a control table when it is missing. `colunas`: list of [name, logical type, 'null' or 'not null']. #}
{% macro criar_tabela(relacao, colunas) -%}
    {{ adapter.dispatch('criar_tabela')(relacao, colunas) }}
{%- endmacro %}

{% macro lista_de_colunas(colunas) -%}
    {%- for nome, logico, nulo in colunas %}
    {{ nome }} {{ tipo(logico) }} {{ nulo }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro default__criar_tabela(relacao, colunas) %}
create table if not exists {{ relacao }} ({{ lista_de_colunas(colunas) }})
{% endmacro %}

{% macro sqlserver__criar_tabela(relacao, colunas) %}
if object_id('{{ relacao.schema }}.{{ relacao.identifier }}') is null
create table {{ relacao }} ({{ lista_de_colunas(colunas) }})
{% endmacro %}
