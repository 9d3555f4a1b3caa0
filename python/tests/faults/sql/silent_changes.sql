-- Changes that stamp nothing, one kind a month.
create or replace temp table alvo as
select
    p.pedido_id,
    min(i.item_pedido_id) as item_pedido_id,
    strftime(p.data_pedido, '%Y-%m') as mes,
    row_number() over (partition by strftime(p.data_pedido, '%Y-%m') order by p.pedido_id) as n
from core.pedido as p
inner join core.item_pedido as i on p.pedido_id = i.pedido_id
where
    p.status <> 'Cancelado'
    and not exists (
        select 1 from core.devolucao as d
        inner join core.item_pedido as dele on d.item_pedido_id = dele.item_pedido_id
        where dele.pedido_id = p.pedido_id
    )
    and not exists (select 1 from core.desconto_aplicado as a where a.pedido_id = p.pedido_id)
group by p.pedido_id, p.data_pedido;

-- a status: no sum moves
update core.pedido set status = 'Cancelado'
where pedido_id = (select pedido_id from alvo where mes = '2024-02' and n = 1);

-- two sellers change places: no sum moves
update core.item_pedido set vendedor_id = 1 + item_pedido_id % 2
where item_pedido_id in (select item_pedido_id from alvo where mes = '2024-05' and n <= 2);

-- a price
update core.item_pedido set preco_unitario = preco_unitario + 1
where item_pedido_id = (select item_pedido_id from alvo where mes = '2024-08' and n = 1);

-- an order with its items
delete from core.item_pedido
where pedido_id = (select pedido_id from alvo where mes = '2025-01' and n = 1);
delete from core.pedido
where pedido_id = (select pedido_id from alvo where mes = '2025-01' and n = 1);

-- a row committed long after its stamp
insert into core.item_pedido by name
select * replace (item_pedido_id + 5000000 as item_pedido_id)
from core.item_pedido
where item_pedido_id = (select item_pedido_id from alvo where mes = '2025-03' and n = 1);

-- a dimension
update core.produto set nome_produto = nome_produto || ' II' where produto_id = 1;
