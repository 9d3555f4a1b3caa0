with equipes as (
    select
        tipo_periodo, periodo_inicio, equipe_original_id,
        max(periodo_fim) as periodo_fim,
        max(nome_equipe) as nome_equipe,
        max(regional) as regional,
        max(meta_equipe) as meta_equipe,
        min(case when eh_periodo_fechado = 1 then 1 else 0 end) as fechado,
        count(*) as vendedores,
        sum(case when meta_batida = 1 then 1 else 0 end) as batidas,
        sum(valor_meta) as meta,
        sum(valor_realizado) as realizado
    from {{ ref('vw_metas_completa') }}
    group by tipo_periodo, periodo_inicio, equipe_original_id
),

atingimento as (
    select
        *,
        {{ percentual('realizado', 'meta') }} as atingido,
        {{ percentual('realizado', 'meta_equipe') }} as atingido_equipe
    from equipes
),

classificadas as (
    select
        *,
        row_number() over (
            partition by tipo_periodo, periodo_inicio
            order by atingido desc, realizado desc, {{ nulos_por_ultimo('equipe_original_id') }}
        ) as ranking
    from atingimento
)

select
    tipo_periodo, periodo_inicio, periodo_fim, equipe_original_id, nome_equipe, regional,
    {{ bit('fechado = 1') }} as eh_periodo_fechado,
    cast(vendedores as int) as vendedores,
    cast(batidas as int) as vendedores_meta_batida,
    {{ percentual('batidas', 'vendedores') }} as vendedores_meta_batida_percent,
    cast(meta as decimal(18, 2)) as valor_meta,
    cast(realizado as decimal(18, 2)) as valor_realizado,
    cast(realizado - meta as decimal(18, 2)) as gap_meta,
    cast(atingido as decimal(18, 2)) as percentual_atingido,
    cast(meta_equipe as decimal(15, 2)) as meta_equipe,
    cast(atingido_equipe as decimal(18, 2)) as percentual_meta_equipe,
    cast(ranking as int) as ranking_equipe,
    cast(lag(ranking) over (
        partition by equipe_original_id, tipo_periodo
        order by {{ nulos_por_ultimo('periodo_inicio') }}
    ) as int) as ranking_anterior
from classificadas
