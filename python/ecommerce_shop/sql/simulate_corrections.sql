-- Corrections: one more piece on an item (its order is not stamped), a discount refused
-- afterwards, a target raised, and updates that change nothing but the stamp.
create or replace temp table item_corrigido as
select i.item_pedido_id
from core.item_pedido as i
inner join core.pedido as p on i.pedido_id = p.pedido_id
where p.status in ('Criado', 'Pago') and i.quantidade between 1 and 4
    and i.data_cadastro < getvariable('inicio_da_rodada')
order by u(i.item_pedido_id, 'corrige'), i.item_pedido_id
limit (select 1 + getvariable('pedidos') // 200);

update core.item_pedido
set quantidade = quantidade + 1, data_atualizacao = getvariable('agora')
from item_corrigido as e
where core.item_pedido.item_pedido_id = e.item_pedido_id;

create or replace temp table desconto_recusado as
select desconto_aplicado_id
from core.desconto_aplicado
where aprovado and data_cadastro < getvariable('inicio_da_rodada')
order by u(desconto_aplicado_id, 'recusa'), desconto_aplicado_id
limit (select 1 + getvariable('pedidos') // 500);

update core.desconto_aplicado
set aprovado = false, data_atualizacao = getvariable('agora')
from desconto_recusado as e
where core.desconto_aplicado.desconto_aplicado_id = e.desconto_aplicado_id;

create or replace temp table meta_revista as
select meta_id
from meta_aberta
where meta_id not in (select meta_id from meta_excluida)
order by u(meta_id, 'revisa'), meta_id
limit 1;

update core.meta_vendedor
set valor_meta = valor_meta * 1.05, data_atualizacao = getvariable('agora')
from meta_revista as e
where core.meta_vendedor.meta_id = e.meta_id;

create or replace temp table sem_mudanca as
select cliente_id
from core.cliente
where data_atualizacao < getvariable('inicio_da_rodada')
order by u(cliente_id, 'nada'), cliente_id
limit (select 1 + getvariable('pedidos') // 100);

update core.cliente
set data_atualizacao = getvariable('agora')
from sem_mudanca as e
where core.cliente.cliente_id = e.cliente_id;

select 'itens_corrigidos' as mudanca, count(*) as linhas from item_corrigido
union all
select 'descontos_recusados', count(*) from desconto_recusado
union all
select 'metas_revistas', count(*) from meta_revista
union all
select 'sem_mudanca', count(*) from sem_mudanca;
