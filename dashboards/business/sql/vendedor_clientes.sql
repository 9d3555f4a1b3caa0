-- The 50 customers who bought most from one seller in the period. Names stay masked where the reader's
-- login has no right to them.
with clientes as (
    select
        cliente_original_id as cliente_id,
        max(nome_cliente) as cliente,
        count(distinct pedido_original_id) as pedidos,
        sum(receita) as receita,
        max(data_venda) as ultima_compra
    from base.itens_do_vendedor
    where cliente_original_id > 0
    group by cliente_original_id
),

ordenados as (
    select
        *,
        row_number() over (order by receita desc, cliente_id) as lugar
    from clientes
)

select
    lugar,
    cliente_id,
    cliente,
    pedidos,
    receita,
    ultima_compra
from ordenados
where lugar <= 50
order by lugar
