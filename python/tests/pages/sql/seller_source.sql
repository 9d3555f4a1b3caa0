-- One seller in a period, out of the source alone; needs itens.
select
    sum(itens.receita) as receita,
    count(distinct itens.pedido_id) as pedidos,
    count(distinct itens.cliente_id) as clientes,
    sum(round((itens.bruto - itens.desconto) * vendedor.percentual_comissao_padrao / 100, 2)) as comissao,
    count(*) as itens
from itens
inner join core.vendedor on vendedor.vendedor_id = itens.vendedor_id
where itens.vendedor_id = $vendedor and itens.dia between $de and $ate
