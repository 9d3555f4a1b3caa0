with vendas as (
    select
        regiao_pais,
        estado,
        canal,
        sum(quantidade_devolvida) as devolvidas
    from {{ ref('agg_vendas_diarias') }}
    group by regiao_pais, estado, canal
),

equipes as (
    select equipe_id
    from {{ ref('fact_vendas') }}
    where status_pedido <> 'Cancelado'
    group by equipe_id
),

produtos as (
    select produto_id
    from {{ ref('agg_produtos_mensal') }}
    group by produto_id
),

opcoes as (
    select
        'regiao' as filtro,
        regiao_pais as valor
    from vendas
    union all
    select
        'estado' as filtro,
        estado as valor
    from vendas
    union all
    select
        'canal' as filtro,
        canal as valor
    from vendas
    union all
    select
        'equipe' as filtro,
        equipe.nome_equipe as valor
    from equipes
    inner join {{ ref('dim_equipe') }} as equipe on equipe.equipe_id = equipes.equipe_id
    union all
    select
        'categoria' as filtro,
        produto.categoria as valor
    from produtos
    inner join {{ ref('dim_produto') }} as produto on produto.produto_id = produtos.produto_id
),

limites as (
    select
        min(data_id) as primeiro_dia,
        max(data_id) as ultimo_dia
    from {{ ref('agg_pedidos') }}
),

devolucoes as (
    select sum(devolvidas) as devolvidas
    from vendas
)

select
    cast(opcoes.filtro as {{ tipo('nvarchar(20)') }}) as filtro,
    cast(opcoes.valor as {{ tipo('nvarchar(200)') }}) as valor,
    primeira.data_completa as primeira_venda,
    ultima.data_completa as ultima_venda,
    {{ bit('devolucoes.devolvidas > 0') }} as tem_devolucoes
from opcoes
cross join limites
cross join devolucoes
inner join {{ ref('dim_data') }} as primeira on primeira.data_id = limites.primeiro_dia
inner join {{ ref('dim_data') }} as ultima on ultima.data_id = limites.ultimo_dia
where opcoes.valor is not null
group by
    opcoes.filtro, opcoes.valor, primeira.data_completa, ultima.data_completa,
    devolucoes.devolvidas
