-- Customers at risk by name, out of the source alone: bought often (upper three fifths by orders), not
-- lately (lower two fifths by their last day); equals are equal. Needs itens.
with historia as (
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
        *,
        1 + 5 * count(*) over (order by ultima groups between unbounded preceding and 1 preceding)
        // count(*) over () as recencia,
        1 + 5 * count(*) over (order by pedidos groups between unbounded preceding and 1 preceding)
        // count(*) over () as frequencia
    from historia
)

select
    quintos.cliente_id,
    cliente.nome_cliente as cliente,
    recencia,
    frequencia,
    pedidos,
    receita,
    ultima
from quintos
inner join core.cliente on cliente.cliente_id = quintos.cliente_id
where recencia <= 2 and frequencia >= 3
