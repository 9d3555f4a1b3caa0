with valida as (
    select * from {{ ref('int_meta_avaliada') }}
    where {{ meta_valida() }}
),

hoje as ({{ metas_de_hoje('valida') }})

select
    metas.meta_id, metas.tipo_periodo, metas.periodo_inicio, metas.periodo_fim,
    metas.periodo_mes, metas.eh_periodo_fechado, metas.vendedor_original_id,
    metas.nome_vendedor, metas.nome_equipe, metas.valor_meta, metas.valor_realizado,
    cast(hoje.valor_realizado as decimal(15, 2)) as valor_realizado_reapresentado,
    cast({{ dinheiro('hoje.valor_realizado - metas.valor_realizado') }} as decimal(15, 2)) as diferenca_realizado,
    metas.quantidade_realizada,
    cast(hoje.quantidade_realizada as int) as quantidade_realizada_reapresentada,
    metas.percentual_atingido,
    cast(hoje.percentual_atingido as decimal(18, 2)) as percentual_atingido_reapresentado,
    metas.ranking_periodo, cast(hoje.ranking_periodo as int) as ranking_periodo_reapresentado,
    metas.quartil_performance,
    cast(hoje.quartil_performance as {{ tipo('nvarchar(2)') }})
        as quartil_performance_reapresentado,
    {{ bit(
        'metas.valor_realizado <> hoje.valor_realizado'
        ~ ' or metas.quantidade_realizada <> hoje.quantidade_realizada'
        ~ ' or metas.ranking_periodo <> hoje.ranking_periodo'
    ) }} as foi_reapresentada
from {{ ref('vw_metas_completa') }} as metas
left join hoje on hoje.meta_id = metas.meta_original_id
