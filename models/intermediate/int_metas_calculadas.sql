-- Every valid target with what the facts say today (calculation rule 8), closed or not: fact_metas takes the open ones, and
-- vw_metas_reapresentadas sets the frozen ones beside these.
with meta as (
    select * from {{ ref('int_meta_avaliada') }}
    where regra is null and data_atualizacao <= {{ cutoff_vigente() }}
),

realizado as (
    select
        meta.meta_id,
        cast(coalesce(sum(vendas_do_dia.valor_realizado), 0) as decimal(15, 2)) as valor_realizado,
        cast(coalesce(sum(vendas_do_dia.pedidos), 0) as int) as quantidade_realizada
    from meta
    left join {{ ref('int_vendedores_diario') }} as vendas_do_dia
        on
            meta.vendedor_id = vendas_do_dia.vendedor_original_id
            and vendas_do_dia.data_id >= {{ data_id('meta.periodo_inicio') }}
            and vendas_do_dia.data_id < {{ data_id('meta.periodo_fim') }}
    group by meta.meta_id
),

com_percentual as (
    select
        meta.*,
        realizado.valor_realizado,
        realizado.quantidade_realizada,
        {{ percentual('realizado.valor_realizado', 'meta.valor_meta') }} as percentual_atingido
    from meta
    inner join realizado on meta.meta_id = realizado.meta_id
)

select
    -- keys
    {{ chave([['com_percentual.meta_id', 'bigint']]) }} as meta_id,
    com_percentual.meta_id as meta_original_id,
    coalesce(dia.data_id, -1) as data_id,
    coalesce(vendedor.vendedor_id, -1) as vendedor_id,
    coalesce(equipe.equipe_id, -1) as equipe_id,
    -- attributes
    com_percentual.tipo_periodo,
    com_percentual.periodo_inicio,
    com_percentual.periodo_fim,
    com_percentual.observacoes,
    -- measures
    com_percentual.valor_meta,
    com_percentual.quantidade_meta,
    com_percentual.valor_realizado,
    com_percentual.quantidade_realizada,
    com_percentual.percentual_atingido,
    com_percentual.valor_realizado - com_percentual.valor_meta as gap_meta,
    {{ dinheiro_por('com_percentual.valor_realizado', 'com_percentual.quantidade_realizada') }} as ticket_medio_realizado,
    row_number() over (
        partition by com_percentual.tipo_periodo, com_percentual.periodo_inicio
        order by com_percentual.percentual_atingido desc, com_percentual.valor_realizado desc, com_percentual.vendedor_id
    ) as ranking_periodo,
    concat('Q', ntile(4) over (
        partition by com_percentual.tipo_periodo, com_percentual.periodo_inicio
        order by com_percentual.percentual_atingido desc, com_percentual.valor_realizado desc, com_percentual.vendedor_id
    )) as quartil_performance,
    {{ bit('com_percentual.percentual_atingido >= 100') }} as meta_batida,
    {{ bit('com_percentual.percentual_atingido > 100') }} as meta_superada,
    {{ bit(periodo_fechado('com_percentual.periodo_fim', cutoff_vigente())) }} as eh_periodo_fechado
from com_percentual
left join {{ ref('dim_data') }} as dia on {{ data_id('com_percentual.periodo_inicio') }} = dia.data_id
{{ versao_em('dim_vendedor', 'vendedor', 'vendedor_original_id', 'com_percentual.vendedor_id', 'com_percentual.periodo_inicio') }}
{{ versao_em('dim_equipe', 'equipe', 'equipe_original_id', 'vendedor.equipe_original_id', 'com_percentual.periodo_inicio') }}
