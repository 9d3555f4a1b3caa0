-- The shop takes an item out of an order of two or more, and stamps the order: as it should.
create or replace temp table alvo as
select i.pedido_id, min(i.item_pedido_id) as item_pedido_id
from core.item_pedido as i
inner join core.pedido as p on i.pedido_id = p.pedido_id
where
    strftime(p.data_pedido, '%Y-%m') = '2024-05'
    and i.item_pedido_id not in (select d.item_pedido_id from core.devolucao as d)
    and i.pedido_id not in (select a.pedido_id from core.desconto_aplicado as a)
group by i.pedido_id
having count(*) > 1
limit 1;

delete from core.item_pedido where item_pedido_id in (select item_pedido_id from alvo);
update core.pedido set data_atualizacao = cast(now() at time zone 'UTC' as timestamp)
where pedido_id in (select pedido_id from alvo);
