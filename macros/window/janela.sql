{#
    The window of one or more entities: {de, ate, completa, desde_run} where rows with de < data_atualizacao <= ate are read.
    `de` = the smallest last cutoff less the overlap; everything (`completa`) on a full refresh or when one of them has never
    been loaded or its table is gone. `desde_run`: rows of upstream tables written by a later run are new to them.
#}
{% macro janela(entidades) %}
    {% set inicio = '1900-01-01 00:00:00.000000' %}
    {% if var('forcar_incremental') is not none or not execute or not em_execucao() %}
        {{ return({'de': instante(inicio), 'ate': cutoff(), 'completa': not var('forcar_incremental'), 'desde_run': 0}) }}
    {% endif %}
    {# asked once for each node, whose own load alone moves it: the context's copy of the node remembers it #}
    {% set nome = 'janela de ' ~ entidades | join(', ') %}
    {% if nome in model %}{{ return(model[nome]) }}{% endif %}
    {% set sql %}
        select
            count(ultimo_cutoff) as carregadas,
            {{ texto_canonico(dbt.dateadd('minute', '-max(sobreposicao_minutos)', 'min(ultimo_cutoff)'), 'datetime2(6)') }} as de,
            coalesce(min(ultimo_run_id), 0) as desde_run
        from {{ controle('ctl', 'etl_control') }}
        where entidade in ('{{ entidades | join("', '") }}')
    {% endset %}
    {% set linha = run_query(sql).rows[0] %}
    {% set faltam = [] %}
    {% for e in entidades if not relacao_existe(controle(e.split('_')[0], e)) %}{% do faltam.append(e) %}{% endfor %}
    {% set dimensao_a_reler = entidades[0] in var('reprocessar_meses') %}
    {% set completa = flags.FULL_REFRESH or linha[0] < entidades | length or faltam | length > 0 %}
    {% do model.update({nome: {
        'de': instante(inicio if completa or dimensao_a_reler else linha[1]),
        'ate': cutoff(),
        'completa': completa,
        'desde_run': 0 if completa else linha[2]
    }}) %}
    {{ return(model[nome]) }}
{% endmacro %}

{# Predicate: the row's stamp lies in the window. #}
{% macro na_janela(coluna, janela) -%}
    {{ coluna }} > {{ janela.de }} and {{ coluna }} <= {{ janela.ate }}
{%- endmacro %}

{# Whether ctl.etl_control lets this entity be loaded (ativo = 1); switched off, it keeps its rows and its window. #}
{% macro entidade_ativa(entidade) %}
    {% if var('forcar_incremental') is not none or not execute or not em_execucao() %}{{ return(true) }}{% endif %}
    {% set sql = "select count(*) from " ~ controle('ctl', 'etl_control') ~ " where ativo = 0 and entidade = '" ~ entidade ~ "'" %}
    {{ return(run_query(sql).rows[0][0] == 0) }}
{% endmacro %}
