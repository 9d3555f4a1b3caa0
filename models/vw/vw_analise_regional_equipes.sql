with vendas as (
    select
        calendario.periodo_mes,
        coalesce(equipe.regional, 'Sem regional') as regional,
        count(distinct equipe.equipe_original_id) as equipes,
        count(distinct vendedor.vendedor_original_id) as vendedores,
        count(distinct item.pedido_original_id) as pedidos,
        sum(item.valor_receita) as receita,
        {{ soma_completa('item.margem_bruta') }} as margem
    from {{ ref('vw_vendas_medidas') }} as item
    left join {{ ref('dim_data') }} as calendario on item.data_id = calendario.data_id
    left join {{ ref('dim_vendedor') }} as vendedor on item.vendedor_id = vendedor.vendedor_id
    left join {{ ref('dim_equipe') }} as equipe on item.equipe_id = equipe.equipe_id
    where item.eh_cancelado = 0 and item.eh_venda_direta = 0
    group by calendario.periodo_mes, coalesce(equipe.regional, 'Sem regional')
),

metas as (
    select
        periodo_mes,
        coalesce(regional, 'Sem regional') as regional,
        sum(valor_meta) as meta,
        sum(valor_realizado) as realizado
    from {{ ref('vw_metas_completa') }}
    where tipo_periodo = 'Mensal'
    group by periodo_mes, coalesce(regional, 'Sem regional')
),

ocorrencias as (
    select
        periodo_mes,
        regional
    from vendas
    union all
    select
        periodo_mes,
        regional
    from metas
),

chaves as (
    select distinct
        periodo_mes,
        regional
    from ocorrencias
)

select
    chaves.periodo_mes,
    cast(chaves.regional as {{ tipo('nvarchar(200)') }}) as regional,
    cast(coalesce(vendas.equipes, 0) as int) as equipes,
    cast(coalesce(vendas.vendedores, 0) as int) as vendedores,
    cast(coalesce(vendas.pedidos, 0) as bigint) as pedidos,
    cast(coalesce(vendas.receita, 0) as decimal(18, 2)) as valor_receita,
    cast(case when vendas.periodo_mes is null then 0 else vendas.margem end as decimal(18, 2))
        as margem_bruta,
    {{ dinheiro_por('vendas.receita', 'vendas.pedidos') }} as ticket_medio,
    {{ percentual(
        'vendas.receita', 'sum(vendas.receita) over (partition by chaves.periodo_mes)'
    ) }} as participacao_mes_percent,
    cast(metas.meta as decimal(18, 2)) as valor_meta,
    cast(metas.realizado as decimal(18, 2)) as valor_realizado,
    {{ percentual('metas.realizado', 'metas.meta') }} as percentual_atingido
from chaves
left join vendas
    on vendas.periodo_mes = chaves.periodo_mes and vendas.regional = chaves.regional
left join metas
    on metas.periodo_mes = chaves.periodo_mes and metas.regional = chaves.regional
