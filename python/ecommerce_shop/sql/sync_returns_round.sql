-- One round: each return that has no line yet picks the newest earlier one with enough left; a
-- line that several picked goes to the earliest of them, as far as it reaches.
create or replace temp table escolhida as
with par as (
    select
        n.item_pedido_id as devolvida,
        n.quantidade,
        n.data_pedido as devolvida_em,
        v.item_pedido_id as vendida,
        v.restam
    from linha_negativa as n
    inner join linha_vendida as v
        on
            n.cliente_id = v.cliente_id
            and n.produto_id = v.produto_id
            and n.preco_unitario = v.preco_unitario
            and n.data_pedido >= v.data_pedido
            and n.quantidade <= v.restam
    where n.cancela is null and n.cliente_id <> 0
    qualify row_number() over (
        partition by n.item_pedido_id order by v.data_pedido desc, v.item_pedido_id desc
    ) = 1
)
select devolvida, vendida, quantidade
from par
qualify sum(quantidade) over (
    partition by vendida order by devolvida_em, devolvida rows unbounded preceding
) <= restam;

update linha_negativa set cancela = e.vendida
from escolhida as e where linha_negativa.item_pedido_id = e.devolvida;

update linha_vendida set restam = restam - e.quantidade
from (select vendida, sum(quantidade) as quantidade from escolhida group by vendida) as e
where linha_vendida.item_pedido_id = e.vendida;
