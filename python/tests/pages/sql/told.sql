-- What the source tells at all: the cost of every item, a return, a cancelled order, a freight.
select
    (select count(*) = count(custo_unitario) from core.item_pedido) as custos,
    exists (select 1 from core.devolucao) as devolucoes,
    exists (
        select 1 from core.pedido
        where status = 'Cancelado' and pedido_id in (select pedido_id from core.item_pedido where quantidade > 0)
    ) as cancelados,
    exists (select 1 from core.pedido where valor_frete > 0) as fretes
