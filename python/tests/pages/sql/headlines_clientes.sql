-- Cards of Clientes. New: bought in a month of the period and in none before. At risk: bought often
-- (upper three fifths by orders), not lately (lower two fifths by their last day).
with meses as (
    select
        cliente_id,
        mes,
        sum(receita) as receita,
        min(mes) over (partition by cliente_id) as primeiro
    from itens
    where dia <= $ate
    group by cliente_id, mes
),

do_periodo as (
    select *
    from meses
    where mes >= strftime($de, '%Y-%m')
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
        receita,
        ntile(5) over (order by ultima, cliente_id) as recencia,
        ntile(5) over (order by pedidos, cliente_id) as frequencia
    from historia
)

select
    (select count(*) from compradores) as compradores,
    (select count(*) from do_periodo where mes = primeiro) as novos,
    (
        select 100 * sum(receita) filter (where mes > primeiro) / sum(receita) from do_periodo
    ) as de_recorrentes,
    (select 100.0 * count(*) filter (where pedidos > 1) / count(*) from compradores) as recompra,
    (select sum(receita) / count(*) from compradores) as por_cliente,
    (select count(*) from quintos where recencia <= 2 and frequencia >= 3) as em_risco
