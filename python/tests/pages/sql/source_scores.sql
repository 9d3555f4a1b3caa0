-- Customers with a sale, with their fifths by their last day (recencia) and by their orders (frequencia):
-- equals are equal. Out of the source alone; needs itens.
create temp view notas as
with historia as (
    select
        cliente_id,
        max(dia) as ultima,
        count(distinct pedido_id) as pedidos,
        sum(receita) as receita
    from itens
    where cliente_id > 0
    group by cliente_id
)

select
    *,
    1 + 5 * count(*) over (order by ultima groups between unbounded preceding and 1 preceding)
    // count(*) over () as recencia,
    1 + 5 * count(*) over (order by pedidos groups between unbounded preceding and 1 preceding)
    // count(*) over () as frequencia
from historia
