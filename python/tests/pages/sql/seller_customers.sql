-- What each customer bought from one seller in a period; needs itens.
select
    itens.cliente_id,
    cliente.nome_cliente as cliente,
    count(distinct itens.pedido_id) as pedidos,
    sum(itens.receita) as receita
from itens
inner join core.cliente on cliente.cliente_id = itens.cliente_id
where itens.vendedor_id = $vendedor and itens.dia between $de and $ate
group by itens.cliente_id, cliente.nome_cliente
