-- A whole order, as another one: business date {momento}, customer {cliente}, stamped throughout.
create or replace temp table novo as
select (select max(pedido_id) + 1 from core.pedido) as para, uma(list(pedido_id)) as de
from core.pedido;
insert into core.pedido by name
select modelo.* replace (
    para as pedido_id, 'P' || para as numero_pedido, {cliente} as cliente_id,
    {momento} as data_pedido, carimbo() as data_cadastro, carimbo() as data_atualizacao
)
from core.pedido as modelo cross join novo where pedido_id = de;
insert into core.item_pedido by name
select modelo.* replace (
    (select max(item_pedido_id) from core.item_pedido) + row_number() over () as item_pedido_id,
    para as pedido_id, carimbo() as data_atualizacao
)
from core.item_pedido as modelo cross join novo where pedido_id = de;
