-- fact_metas against the source, by first day of the period. Frozen targets are left out on both sides: later corrections are not theirs.
with linha as (
    select
        {{ periodo_do_pedido('meta.periodo_inicio') }} as periodo,
        meta.valor_meta,
        case when {{ em_quarentena('meta_vendedor', 'meta.meta_id') }} then 1 else 0 end as rejeitada
    from {{ ref('stg_oltp__meta_vendedor') }} as meta
    where
        meta.meta_id not in (select meta_original_id from {{ ref('fact_metas') }} where eh_periodo_fechado = 1)
        and meta.data_atualizacao <= {{ cutoff() }}
),

origem as (
    select
        periodo,
        rejeitada,
        count(*) as linhas,
        sum(valor_meta) as valor_meta
    from linha
    group by periodo, rejeitada
),

no_dw as (
    select
        {{ periodo_do_pedido('dia.data_completa') }} as periodo,
        meta.valor_meta
    from {{ ref('fact_metas') }} as meta
    inner join {{ ref('dim_data') }} as dia on meta.data_id = dia.data_id
    where
        meta.eh_periodo_fechado = 0
        and not exists (
            select 1 from {{ ref('stg_oltp__meta_vendedor') }} as m
            where m.meta_id = meta.meta_original_id and m.data_atualizacao > {{ cutoff() }}
        )
),

dw as (
    select
        periodo,
        count(*) as linhas,
        sum(valor_meta) as valor_meta
    from no_dw
    group by periodo
)

{%- set medidas = ['linhas', 'valor_meta'] %}

{{ medidas_de('origem', 'fact_metas', 'origem', medidas) }}
union all
{{ medidas_de('(select * from origem where rejeitada = 1) as r', 'fact_metas', 'dw', medidas) }}
union all
{{ medidas_de('dw', 'fact_metas', 'dw', medidas) }}
