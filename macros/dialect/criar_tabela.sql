{#
    Creates a control table when it is missing. `colunas`: list of [name, logical type, 'null' or 'not null'].
    SQL Server: a clustered index on `chave`, so that two nodes that write their rows at once never wait for each other's.
#}
{% macro criar_tabela(relacao, colunas, chave) -%}
    {{ adapter.dispatch('criar_tabela')(relacao, colunas, chave) }}
{%- endmacro %}

{% macro lista_de_colunas(colunas) -%}
    {%- for nome, logico, nulo in colunas %}
    {{ nome }} {{ tipo(logico) }} {{ nulo }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro default__criar_tabela(relacao, colunas, chave) %}
create table if not exists {{ relacao }} ({{ lista_de_colunas(colunas) }})
{% endmacro %}

{% macro sqlserver__criar_tabela(relacao, colunas, chave) %}
if object_id('{{ relacao.schema }}.{{ relacao.identifier }}') is null
begin
    create table {{ relacao }} ({{ lista_de_colunas(colunas) }});
    create clustered index ix_{{ relacao.identifier }} on {{ relacao }} ({{ chave | join(', ') }});
end
{% endmacro %}
