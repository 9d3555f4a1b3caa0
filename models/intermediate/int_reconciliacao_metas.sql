-- Frozen targets are left out on both sides: later corrections are not theirs to follow.
with congelada as (
    select meta_original_id from {{ ref('fact_metas') }}
    where eh_periodo_fechado = 1
),

origem as (
    select
        {{ periodo_do_pedido('meta.periodo_inicio') }} as periodo,
        meta.*,
        {{ bit(em_quarentena('meta_vendedor', 'meta.meta_id')) }} as rejeitado
    from {{ ref('stg_oltp__meta_vendedor') }} as meta
    where
        meta.meta_id not in (select meta_original_id from congelada)
        and meta.data_atualizacao <= {{ cutoff() }}
),

dw as (
    select
        {{ periodo_do_pedido('dia.data_completa') }} as periodo,
        meta.*
    from {{ ref('fact_metas') }} as meta
    inner join {{ ref('dim_data') }} as dia on meta.data_id = dia.data_id
    where
        meta.eh_periodo_fechado = 0
        and not exists (
            select 1 from {{ ref('stg_oltp__meta_vendedor') }} as m
            where m.meta_id = meta.meta_original_id and m.data_atualizacao > {{ cutoff() }}
        )
),

rejeitada as (
    select * from origem
    where rejeitado = 1
)

{%- set medidas = {'linhas': 'count(*)', 'valor_meta': 'sum(valor_meta)'} %}

{{ medidas_de('origem', 'fact_metas', 'origem', medidas) }}
union all
{{ medidas_de('rejeitada', 'fact_metas', 'dw', medidas) }}
union all
{{ medidas_de('dw', 'fact_metas', 'dw', medidas) }}
