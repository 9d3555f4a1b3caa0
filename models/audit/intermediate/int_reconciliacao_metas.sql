-- fact_metas against the source, by first day of the period. Frozen targets are left out on both sides: later corrections are not theirs.
with meta as (
    select
        *,
        {{ mes_da_data('periodo_inicio') }} as mes,
        case when {{ em_quarentena('meta_vendedor', 'meta_id') }} then 1 else 0 end as rejeitado
    from {{ ref('stg_oltp__meta_vendedor') }}
    where
        meta_id not in (select meta_original_id from {{ ref('fact_metas') }} where eh_periodo_fechado = 1)
        and data_atualizacao <= {{ cutoff() }}
),

meta_dw as (
    select
        *,
        {{ mes_do_dia('data_id') }} as mes
    from {{ ref('fact_metas') }}
    where
        eh_periodo_fechado = 0
        and meta_original_id not in (
            select m.meta_id from {{ ref('stg_oltp__meta_vendedor') }} as m
            where m.data_atualizacao > {{ cutoff() }}
        )
)

{{ medidas_de('meta', 'fact_metas', 'origem', {'linhas': 'cast(1 as bigint)', 'valor_meta': 'valor_meta'}) }}
union all
{{ medidas_de('meta_dw', 'fact_metas', 'dw', {'linhas': 'cast(1 as bigint)', 'valor_meta': 'valor_meta'}) }}
