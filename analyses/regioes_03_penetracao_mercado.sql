-- Question: in which states have we reached the fewest people?
-- Reading: clientes_por_100_mil counts customers who live there and bought at least once, for every
-- 100 000 inhabitants. Large states with a small value are room to grow.
with clientes as (
    select
        estado,
        cast(count(*) as bigint) as clientes,
        sum(total_compras_historico) as receita
    from {{ ref('vw_cliente_metricas') }}
    where pedidos_historico > 0
    group by estado
),

estados as (
    select
        -- one of a state, however many spellings its municipalities have
        min(regiao_pais) as regiao_pais,
        estado,
        max(populacao_estado) as populacao
    from {{ ref('vw_hierarquia_geografica') }}
    group by estado
)

select
    estados.regiao_pais,
    estados.estado,
    estados.populacao,
    coalesce(clientes.clientes, 0) as clientes,
    coalesce(clientes.receita, 0) as receita,
    {{ razao('coalesce(clientes.clientes, 0) * 100000', 'estados.populacao', 2) }}
        as clientes_por_100_mil,
    {{ dinheiro_por('clientes.receita', 'clientes.clientes') }} as receita_por_cliente
from estados
left join clientes on clientes.estado = estados.estado
order by case when estados.populacao is null then 1 else 0 end, clientes_por_100_mil, estados.estado
