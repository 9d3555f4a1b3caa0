{#
    The start of a window, itself excluded: the earliest last cutoff of the entities less the overlap; the beginning of time when one
    of them was never loaded. Rows with start < data_atualizacao <= cutoff are in the window. A literal: it stays what it is for the
    whole run, and an engine looks up in its statistics which rows it need not read.
#}
{% macro inicio_da_janela(entidades) -%}
    {%- set inicio = instante('1900-01-01 00:00:00.000000') -%}
    {%- if var('forcar_incremental') is not none or flags.FULL_REFRESH or not execute or not em_execucao() -%}
        {{ return(inicio) }}
    {%- endif -%}
    {% set janelas = execucao().janelas %}
    {% set nomes = "'" ~ entidades | join("', '") ~ "'" %}
    {% if nomes not in janelas %}
        {% set menor = dbt.dateadd('minute', '-max(c.sobreposicao_minutos)', 'min(c.ultimo_cutoff)') %}
        {% set linha = run_query(
            'select count(c.ultimo_cutoff) as carregadas, ' ~ texto_canonico(menor, 'datetime2(6)') ~ ' as inicio from '
            ~ controle('ctl', 'etl_control') ~ ' as c where c.entidade in (' ~ nomes ~ ')'
        ).rows[0] %}
        {% do janelas.update({nomes: instante(linha[1]) if linha[0] == entidades | length else inicio}) %}
    {% endif %}
    {{ return(janelas[nomes]) }}
{%- endmacro %}

{# Predicate: the row's stamp lies in the window of these entities. #}
{% macro na_janela(coluna, entidades) -%}
    {{ coluna }} > {{ inicio_da_janela(entidades) }} and {{ coluna }} <= {{ cutoff() }}
{%- endmacro %}

{# Whether this run loads every order: on a full refresh, and when an order fact is not there. #}
{% macro todos_os_pedidos() %}
    {{ return(
        flags.FULL_REFRESH
        or not (relacao_existe(controle('fact', 'fact_vendas')) and relacao_existe(controle('fact', 'fact_descontos')))
    ) }}
{% endmacro %}

{# Predicate: ctl.etl_control lets this entity be loaded; switched off, it keeps its rows and its window. #}
{% macro entidade_ativa(entidade) -%}
    exists (select 1 from {{ controle('ctl', 'etl_control') }} as c where c.entidade = '{{ entidade }}' and c.ativo = 1)
{%- endmacro %}

{# SQL: the run in which a node last succeeded; 0 before the first. #}
{% macro ultimo_sucesso(no) -%}
    (
        select coalesce(max(e.run_id), 0) from {{ controle('audit', 'etl_run_entity') }} as e
        where e.entidade = '{{ no }}' and e.status = 'success'
    )
{%- endmacro %}

{# SQL: the run that last loaded an entity; 0 before the first. #}
{% macro ultima_carga(entidade) -%}
    (select coalesce(max(c.ultimo_run_id), 0) from {{ controle('ctl', 'etl_control') }} as c where c.entidade = '{{ entidade }}')
{%- endmacro %}
