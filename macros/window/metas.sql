{# A target period is closed dias_fechamento days after its (exclusive) end. #}
{% macro periodo_fechado(fim, momento) -%}
    {{ dbt.dateadd('day', var('dias_fechamento'), fim) }} <= {{ momento }}
{%- endmacro %}

{# Predicate on a row of fact_metas: frozen, and not reopened by this run. #}
{% macro meta_congelada(apelido) -%}
    {{ apelido }}.eh_periodo_fechado = 1
    {%- for mes in var('reabrir_metas') %}
    and {{ apelido }}.data_id not between {{ mes | replace('-', '') }}01 and {{ mes | replace('-', '') }}31
    {%- endfor %}
{%- endmacro %}

{# post-hook of fact_metas: open targets that the source no longer has, or that were rejected, leave. Frozen ones stay, and so
    do those stamped after the cutoff: what they are now is for the next run. #}
{% macro excluir_metas_ausentes() %}
    {% if not execute or not em_execucao() %}{{ return('') }}{% endif %}
delete from {{ this }}
where
    {{ entidade_ativa(this.identifier) }}
    and not ({{ meta_congelada(this.identifier) }})
    and not exists (
        select 1 from {{ controle('stg', 'int_meta_avaliada') }} as m
        where
            m.meta_id = {{ this.identifier }}.meta_original_id
            and (m.regra is null or m.data_atualizacao > {{ cutoff() }})
    )
{% endmacro %}

{# post-hook of fact_metas: reopening closed targets leaves a trace of its own. #}
{% macro registrar_reabertura() %}
    {% if not execute or not em_execucao() or not var('reabrir_metas') %}{{ return('') }}{% endif %}
insert into {{ controle('audit', 'reabertura_metas') }}
select {{ run_id() }}, {{ texto_sql(var('reabrir_metas') | join(', '), 500) }}, {{ agora() }}, {{ texto_sql(usuario(), 200) }}
where {{ entidade_ativa(this.identifier) }}
{% endmacro %}

{# The cutoff of the run that is going on, else of the last load of the targets: what a view between runs goes by. #}
{% macro cutoff_vigente() -%}
    coalesce(
        (select max(r.cutoff) from {{ controle('audit', 'etl_run') }} as r where r.status = 'running'),
        (select max(c.ultimo_cutoff) from {{ controle('ctl', 'etl_control') }} as c where c.entidade = 'fact_metas'),
        {{ agora() }}
    )
{%- endmacro %}
