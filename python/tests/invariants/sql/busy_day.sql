-- A day's changes without deletions of dimension rows (those are dated by the run that sees them).
create or replace temp macro agora() as make_timestamp(epoch_us(now()));

update core.cliente set nome_cliente = nome_cliente || ' Neto', data_atualizacao = agora()
where cliente_id % 17 = 0;

update core.produto set preco_sugerido = preco_sugerido + 1, data_atualizacao = agora()
where produto_id % 5 = 0;

update core.vendedor set equipe_id = (select min(equipe_id) from core.equipe),
    data_atualizacao = agora()
where vendedor_id % 7 = 0;

update core.desconto set situacao = 'Pausado', data_atualizacao = agora()
where desconto_id % 11 = 0;

-- New orders, late ones among them, some at fault.
insert into core.pedido by name
select * replace (
    pedido_id + 1000000 as pedido_id, 'N' || numero_pedido as numero_pedido,
    case when pedido_id % 2 = 0 then agora() else data_pedido end as data_pedido,
    agora() as data_cadastro, agora() as data_atualizacao
)
from core.pedido
where pedido_id % 20 = 0;

insert into core.item_pedido by name
select * replace (
    item_pedido_id + 1000000 as item_pedido_id, pedido_id + 1000000 as pedido_id,
    agora() as data_cadastro, agora() as data_atualizacao
)
from core.item_pedido
where pedido_id % 20 = 0;

update core.item_pedido set quantidade = 0, data_atualizacao = agora()
where item_pedido_id > 1000000 and item_pedido_id % 9 = 0;

update core.pedido set status = 'Cancelado', data_atualizacao = agora()
where pedido_id % 23 = 0;

update core.item_pedido set preco_unitario = preco_unitario + 0.07, data_atualizacao = agora()
where item_pedido_id % 19 = 0 and item_pedido_id < 1000000;
