{#
    A table that another version of the project made, with other columns or a value that may be unknown now and might not then, is not
    loaded further: half of its rows would lack what the new version says. Of the tables that this run builds; a full refresh makes
    them anew.
#}
{% macro conferir_contratos() %}
    {% if flags.FULL_REFRESH %}{{ return('') }}{% endif %}
    {% set tabelas = {} %}
    {% for linha in run_query(colunas_dos_contratos()).rows %}
        {% do tabelas.setdefault(linha[0], {}).update({linha[1]: linha[2] | upper}) %}
    {% endfor %}
    {% set outras = [] %}
    {% for no in graph.nodes.values() if no.resource_type == 'model' and no.config.materialized == 'incremental'
        and no.config.full_refresh is not false and no.name in tabelas and selecionado(no.name) %}
        {% set mudancas = mudancas_do_contrato(no.columns, tabelas[no.name]) %}
        {% do outras.append(no.name ~ ' (' ~ mudancas | join(', ') ~ ')') if mudancas %}
    {% endfor %}
    {% if outras %}
        {% do recusar(
            "Made by another version of this project: " ~ outras | join('; ') ~ ". Run `python run.py --full-refresh` once: it loads these "
            ~ "tables from the source anew, and keeps the history of the dimensions and closed targets."
        ) %}
    {% endif %}
{% endmacro %}

{# INFORMATION_SCHEMA has to be in capitals where a SQL Server database tells them apart. #}
{% macro colunas_dos_contratos() %}
select lower(c.TABLE_NAME) as tabela, lower(c.COLUMN_NAME) as coluna, c.IS_NULLABLE as nula
from INFORMATION_SCHEMA.COLUMNS as c
where lower(c.TABLE_CATALOG) = '{{ target.database | lower }}' and lower(c.TABLE_SCHEMA) in ('dim', 'fact')
{% endmacro %}

{# In words, how the columns of a contract differ from those of its table (name -> YES or NO: may be NULL). #}
{% macro mudancas_do_contrato(colunas, tabela) %}
    {% set mudancas = [] %}
    {% for coluna in colunas.values() %}
        {% if coluna.name not in tabela %}
            {% do mudancas.append(coluna.name ~ ' is new') %}
        {% elif tabela[coluna.name] == 'NO' and not coluna.constraints | selectattr('type', 'equalto', 'not_null') | list %}
            {% do mudancas.append(coluna.name ~ ' may be unknown now') %}
        {% endif %}
    {% endfor %}
    {% for nome in tabela if nome not in colunas %}{% do mudancas.append(nome ~ ' is gone') %}{% endfor %}
    {{ return(mudancas) }}
{% endmacro %}
