-- The facts are made anew for the orders that a stamp in the window touches.
create or replace temp table tocado as
select pedido_id from oltp.core.pedido
where data_atualizacao > getvariable('de')
union
select pedido_id from oltp.core.item_pedido
where data_atualizacao > getvariable('de')
union
select pedido_id from oltp.core.desconto_aplicado
where data_atualizacao > getvariable('de')
union
select i.pedido_id
from oltp.core.devolucao as d
inner join oltp.core.item_pedido as i on d.item_pedido_id = i.item_pedido_id
where d.data_atualizacao > getvariable('de');

create or replace temp table pedido as
select p.* from oltp.core.pedido as p
semi join tocado on p.pedido_id = tocado.pedido_id;

create or replace temp table item as
select i.* from oltp.core.item_pedido as i
semi join tocado on i.pedido_id = tocado.pedido_id;

create or replace temp table aplicado as
select a.* from oltp.core.desconto_aplicado as a
semi join tocado on a.pedido_id = tocado.pedido_id;

create or replace temp table devolucao as
select d.* from oltp.core.devolucao as d
semi join item on d.item_pedido_id = item.item_pedido_id;
