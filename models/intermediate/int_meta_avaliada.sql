{# A table, so that the restated targets in vw can be read without the source. #}
{{ config(materialized='table') }}

with meta as (
    select * from {{ ref('stg_oltp__meta_vendedor') }}
),

com_regra as (
    select
        meta.*,
        {{ dbt.dateadd(
            'month',
            "case meta.tipo_periodo when 'Mensal' then 1 when 'Trimestral' then 3 else 12 end",
            'case when ' ~ dentro_do_calendario('meta.periodo_inicio') ~ ' then meta.periodo_inicio end') }} as fim,
        case
            when meta.valor_meta is null or meta.valor_meta <= 0 then 'meta_valor'
            when
                meta.periodo_inicio is null
                or not {{ dentro_do_calendario('meta.periodo_inicio') }} then 'meta_periodo'
            when not {{ existe_na_origem('vendedor', 'meta.vendedor_id') }} then 'meta_orfa'
        end as regra_propria
    from meta
),

com_repeticao as (
    select
        com_regra.*,
        min(case when regra_propria is null then meta_id end) over (
            partition by vendedor_id, periodo_inicio, tipo_periodo
        ) as primeira_meta_id
    from com_regra
)

select
    -- keys
    meta_id,
    vendedor_id,
    -- attributes
    coalesce(tipo_periodo, 'Desconhecido') as tipo_periodo,
    periodo_inicio,
    cast(fim as date) as periodo_fim,
    observacoes,
    -- measures
    valor_meta,
    quantidade_meta,
    primeira_meta_id,
    -- times and quality
    data_atualizacao,
    coalesce(regra_propria, case when meta_id > primeira_meta_id then 'meta_duplicada' end) as regra
from com_repeticao
