with metas as (
    select
        metas.*,
        referencia.data_referencia
    from {{ ref('vw_metas_completa') }} as metas
    cross join {{ ref('vw_referencia') }} as referencia
),

distintos as (
    select distinct
        tipo_periodo, periodo_inicio, periodo_fim, data_referencia
    from metas
),

-- Working days: a day has passed once the cutoff lies in a later one.
periodos as (
    select
        periodos.tipo_periodo, periodos.periodo_inicio,
        sum(case when calendario.eh_dia_util = 1 then 1 else 0 end) as dias_uteis,
        sum(case
            when
                calendario.eh_dia_util = 1
                and calendario.data_completa < periodos.data_referencia
                then 1
            else 0
        end) as decorridos
    from distintos as periodos
    inner join {{ ref('vw_calendario_completo') }} as calendario
        on
            calendario.data_completa >= periodos.periodo_inicio
            and calendario.data_completa < periodos.periodo_fim
    group by periodos.tipo_periodo, periodos.periodo_inicio
)

select
    metas.meta_id, metas.tipo_periodo, metas.periodo_inicio, metas.periodo_fim,
    metas.eh_periodo_fechado, metas.vendedor_original_id, metas.nome_vendedor,
    metas.equipe_original_id, metas.nome_equipe, metas.regional, metas.valor_meta,
    metas.valor_realizado,
    cast(periodos.dias_uteis as int) as dias_uteis,
    cast(periodos.decorridos as int) as dias_uteis_decorridos,
    {{ dinheiro_por('metas.valor_meta * periodos.decorridos', 'periodos.dias_uteis') }}
        as meta_ate_aqui,
    {{ dinheiro_por('metas.valor_realizado * periodos.dias_uteis', 'periodos.decorridos') }}
        as projecao_fechamento
from metas
inner join periodos
    on
        periodos.tipo_periodo = metas.tipo_periodo
        and periodos.periodo_inicio = metas.periodo_inicio
