{#
    Valid targets with what the facts say today (calculation rule 8). `metas`: relation of targets, whole periods of them, because a
    place is one among all of its period. Gives their columns, valor_realizado, quantidade_realizada, percentual_atingido,
    ranking_periodo and quartil_performance.
#}
{% macro metas_de_hoje(metas) %}
    select
        medidas.*,
        row_number() over (
            partition by tipo_periodo, periodo_inicio
            order by percentual_atingido desc, valor_realizado desc, {{ nulos_por_ultimo('vendedor_id') }}
        ) as ranking_periodo,
        concat('Q', ntile(4) over (
            partition by tipo_periodo, periodo_inicio
            order by percentual_atingido desc, valor_realizado desc, {{ nulos_por_ultimo('vendedor_id') }}
        )) as quartil_performance
    from (
        select
            somadas.*,
            {{ percentual('valor_realizado', 'valor_meta') }} as percentual_atingido
        from (
            select
                meta.*,
                cast({{ dinheiro('coalesce(realizado.valor, 0)') }} as decimal(15, 2)) as valor_realizado,
                cast(coalesce(realizado.pedidos, 0) as int) as quantidade_realizada
            from {{ metas }} as meta
            left join (
                select m.meta_id, sum(dia.valor) as valor, sum(dia.pedidos) as pedidos
                from {{ metas }} as m
                inner join (
                    select
                        vendas.vendedor_original_id,
                        vendas.data_id,
                        sum(vendas.valor_total_liquido - vendas.valor_devolvido) as valor,
                        cast(count(distinct vendas.pedido_original_id) as bigint) as pedidos
                    from {{ ref('fact_vendas') }} as vendas
                    where
                        vendas.status_pedido <> 'Cancelado' and vendas.vendedor_original_id is not null
                        and vendas.data_id >= (select {{ data_id('min(p.periodo_inicio)') }} from {{ metas }} as p)
                    group by vendas.vendedor_original_id, vendas.data_id
                ) as dia
                    on
                        m.vendedor_id = dia.vendedor_original_id
                        and dia.data_id >= {{ data_id('m.periodo_inicio') }}
                        and dia.data_id < {{ data_id('m.periodo_fim') }}
                group by m.meta_id
            ) as realizado on meta.meta_id = realizado.meta_id
        ) as somadas
    ) as medidas
{% endmacro %}

{# Predicate on a judged target: it counts as of the cutoff. #}
{% macro meta_valida() -%}
    regra is null and data_atualizacao <= {{ cutoff_vigente() }}
{%- endmacro %}

{# A target period is closed dias_fechamento days after its (exclusive) end. #}
{% macro periodo_fechado(fim, momento) -%}
    {{ fim }} <= {{ dbt.dateadd('day', -1 * (var('dias_fechamento') | int), momento) }}
{%- endmacro %}

{# Predicate on a row of fact_metas: frozen, and not reopened by this run. #}
{% macro meta_congelada(apelido) -%}
    {{ apelido }}.eh_periodo_fechado = 1
    {%- for mes in var('reabrir_metas') %}
    and not {{ no_mes(apelido ~ '.data_id', mes) }}
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
    and meta_original_id not in (
        select k.chave from {{ controle('stg', 'base_oltp__chaves_rejeitadas') }} as k
        where k.entidade = 'meta_vendedor' and k.chave is not null and k.carimbo > {{ cutoff() }}
    )
    {%- if var('reprocessar_meses') %}
    -- Healing takes out nothing of another month.
    and ({% for mes in var('reprocessar_meses') if mes | length == 7 %}{{ no_mes('data_id', mes) }} or {% endfor %}1 = 0)
    {%- endif %}
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
