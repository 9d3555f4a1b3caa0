with metas as (
    select
        meta.*,
        calendario.data_completa as periodo_inicio,
        calendario.ano, calendario.trimestre, calendario.mes, calendario.periodo_trimestre,
        calendario.periodo_mes, vendedor.vendedor_original_id, vendedor.nome_vendedor,
        vendedor.cargo, vendedor.nivel_senioridade, equipe.equipe_original_id,
        equipe.nome_equipe, equipe.tipo_equipe, equipe.regional,
        case meta.tipo_periodo
            when 'Mensal' then equipe.meta_mensal_equipe
            when 'Trimestral' then equipe.meta_trimestral_equipe
            when 'Anual' then equipe.meta_anual_equipe
        end as meta_equipe
    from {{ ref('fact_metas') }} as meta
    left join {{ ref('dim_data') }} as calendario on calendario.data_id = meta.data_id
    left join {{ ref('dim_vendedor') }} as vendedor on vendedor.vendedor_id = meta.vendedor_id
    left join {{ ref('dim_equipe') }} as equipe on equipe.equipe_id = meta.equipe_id
)

select
    meta_id, meta_original_id, tipo_periodo, periodo_inicio, periodo_fim, ano, trimestre, mes,
    periodo_trimestre, periodo_mes, eh_periodo_fechado,

    vendedor_original_id, nome_vendedor, cargo, nivel_senioridade, equipe_original_id,
    nome_equipe, tipo_equipe, regional,
    cast(meta_equipe as decimal(15, 2)) as meta_equipe,

    valor_meta, quantidade_meta, valor_realizado, quantidade_realizada, percentual_atingido,
    gap_meta, ticket_medio_realizado, meta_batida, meta_superada, ranking_periodo,
    quartil_performance,
    cast(lag(ranking_periodo) over (
        partition by vendedor_original_id, tipo_periodo
        order by {{ nulos_por_ultimo('periodo_inicio') }}, meta_id
    ) as int) as ranking_anterior,
    observacoes
from metas
