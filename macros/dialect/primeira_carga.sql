{#
    Undoes first loads that did not reach their end. On SQL Server the adapter commits a table that is new, with its rows, before
    its indexes, its counts and its window; a run that dies in between leaves rows that no run has counted. An active entity that
    was never loaded to the end and has a table all the same is such a one: the table goes, and this run makes it anew. A table with a
    row of any other run stays: the audit or the control tables are not what they were.
    Elsewhere a table and its counts commit together.
#}
{% macro desfazer_primeiras_cargas() -%}
    {{ return(adapter.dispatch('desfazer_primeiras_cargas')()) }}
{%- endmacro %}

{% macro default__desfazer_primeiras_cargas() %}
    {{ return('') }}
{% endmacro %}

{% macro sqlserver__desfazer_primeiras_cargas() %}
    {% if flags.WHICH not in ['run', 'build', 'retry'] %}{{ return('') }}{% endif %}
    {% set sem_fim = run_query(
        "select c.entidade from " ~ controle('ctl', 'etl_control') ~ " as c where c.ativo = 1 and c.ultimo_sucesso_em is null"
        ~ " and not exists (select 1 from " ~ controle('audit', 'etl_run_entity')
        ~ " as e where e.entidade = c.entidade and e.status = 'success')"
    ).rows %}
    {% for linha in sem_fim %}
        {% set tabela = controle(linha[0].split('_')[0], linha[0]).incorporate(type='table') %}
        {% if tabela_existe(tabela) and run_query(linhas_de_outras_execucoes(tabela)).rows[0][0] == 0 %}
            {% do adapter.drop_relation(tabela) %}
        {% endif %}
    {% endfor %}
{% endmacro %}

{# How many rows no run that failed or died has made. #}
{% macro linhas_de_outras_execucoes(tabela) %}
select count(*) as linhas
from {{ tabela }} as t
where not exists (
    select 1 from {{ controle('audit', 'etl_run') }} as r where r.run_id = t.criado_run_id and r.status <> 'success'
)
{% endmacro %}
