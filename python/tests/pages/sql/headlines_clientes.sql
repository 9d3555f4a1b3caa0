-- Cards of Clientes. New: the first purchase lies in the period. At risk: bought often (upper three
-- fifths by orders), not lately (lower two fifths by their last day); equals are equal.
with primeiras as (
    select
        cliente_id,
        min(dia) as dia
    from itens
    group by cliente_id
),

compradores as (
    select
        cliente_id,
        count(distinct pedido_id) as pedidos,
        sum(receita) as receita
    from itens
    where dia between $de and $ate
    group by cliente_id
),

historia as (
    select
        cliente_id,
        max(dia) as ultima,
        count(distinct pedido_id) as pedidos,
        sum(receita) as receita
    from itens
    group by cliente_id
),

quintos as (
    select
        1 + 5 * count(*) over (order by ultima groups between unbounded preceding and 1 preceding)
        // count(*) over () as recencia,
        1 + 5 * count(*) over (order by pedidos groups between unbounded preceding and 1 preceding)
        // count(*) over () as frequencia
    from historia
)

select
    (select count(*) from compradores) as compradores,
    (select count(*) from primeiras where dia between $de and $ate) as novos,
    (
        select 100 * coalesce(sum(receita) filter (where dia < $de), 0) / sum(receita)
        from compradores
        inner join primeiras on primeiras.cliente_id = compradores.cliente_id
    ) as de_recorrentes,
    (select 100.0 * count(*) filter (where pedidos > 1) / count(*) from compradores) as recompra,
    (select sum(receita) / count(*) from compradores) as por_cliente,
    (select count(*) from quintos where recencia <= 2 and frequencia >= 3) as em_risco
