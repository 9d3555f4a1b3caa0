-- Cards of Clientes. New: the first purchase lies in the period. At risk: bought often (upper three
-- fifths), not lately (lower two fifths).
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
    (select count(*) from notas where recencia <= 2 and frequencia >= 3) as em_risco
