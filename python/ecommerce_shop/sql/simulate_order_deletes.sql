-- Hard deletes inside orders. The order is stamped in the same transaction: that is how the
-- warehouse notices.
create or replace temp table devolucao_excluida as
select d.devolucao_id, i.pedido_id
from core.devolucao as d
inner join core.item_pedido as i on d.item_pedido_id = i.item_pedido_id
where d.devolucao_id < (select max(devolucao_id) from core.devolucao)
order by u(d.devolucao_id, 'exclui'), d.devolucao_id
limit 1;

create or replace temp table desconto_excluido as
select desconto_aplicado_id, pedido_id
from core.desconto_aplicado
where desconto_aplicado_id < (select max(desconto_aplicado_id) from core.desconto_aplicado)
order by u(desconto_aplicado_id, 'exclui'), desconto_aplicado_id
limit 1;

-- An item may go when the order keeps another one, and no discount or return hangs on the order's
-- value or on the item.
create or replace temp table item_excluido as
select i.item_pedido_id, i.pedido_id, coalesce(i.valor_frete, 0) as valor_frete
from core.item_pedido as i
where i.item_pedido_id < (select max(item_pedido_id) from core.item_pedido)
    and exists (
        select 1
        from core.item_pedido as o
        where o.pedido_id = i.pedido_id and o.item_pedido_id <> i.item_pedido_id
    )
    and not exists (select 1 from core.desconto_aplicado as a where a.pedido_id = i.pedido_id)
    and not exists (select 1 from core.devolucao as d where d.item_pedido_id = i.item_pedido_id)
order by u(i.item_pedido_id, 'exclui'), i.item_pedido_id
limit 1;

delete from core.devolucao where devolucao_id in (select devolucao_id from devolucao_excluida);
delete from core.desconto_aplicado
where desconto_aplicado_id in (select desconto_aplicado_id from desconto_excluido);
delete from core.item_pedido where item_pedido_id in (select item_pedido_id from item_excluido);

update core.pedido
set valor_frete = greatest(0, core.pedido.valor_frete - e.valor_frete)
from item_excluido as e
where core.pedido.pedido_id = e.pedido_id;

update core.pedido
set data_atualizacao = getvariable('agora')
where pedido_id in (
    select pedido_id from devolucao_excluida
    union
    select pedido_id from desconto_excluido
    union
    select pedido_id from item_excluido
);

select 'itens_excluidos' as mudanca, count(*) as linhas from item_excluido
union all
select 'descontos_excluidos', count(*) from desconto_excluido
union all
select 'devolucoes_excluidas', count(*) from devolucao_excluida;
