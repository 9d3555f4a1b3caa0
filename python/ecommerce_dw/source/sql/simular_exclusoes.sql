-- Hard deletes that the warehouse notices by itself: rows of dimensions and targets nothing
-- refers to. What a call made, it keeps.
create or replace temp table produto_excluido as
select p.produto_id
from core.produto as p
where p.data_cadastro < getvariable('inicio_da_rodada')
    and not exists (select 1 from core.item_pedido as i where i.produto_id = p.produto_id)
order by u(p.produto_id, 'exclui'), p.produto_id
limit 1;
delete from core.produto where produto_id in (select produto_id from produto_excluido);

create or replace temp table cliente_excluido as
select c.cliente_id
from core.cliente as c
where c.data_cadastro < getvariable('inicio_da_rodada')
    and not exists (select 1 from core.pedido as p where p.cliente_id = c.cliente_id)
order by u(c.cliente_id, 'exclui'), c.cliente_id
limit 1;
delete from core.cliente where cliente_id in (select cliente_id from cliente_excluido);

create or replace temp table cupom_excluido as
select d.desconto_id
from core.desconto as d
where d.data_cadastro < getvariable('inicio_da_rodada')
    and not exists (select 1 from core.desconto_aplicado as a where a.desconto_id = d.desconto_id)
order by u(d.desconto_id, 'exclui'), d.desconto_id
limit 1;
delete from core.desconto where desconto_id in (select desconto_id from cupom_excluido);

create or replace temp table meta_excluida as
select m.meta_id
from meta_aberta as m
where m.eh_aberta and m.meta_id not in (select meta_id from meta_revista)
order by u(m.meta_id, 'exclui'), m.meta_id
limit 1;
delete from core.meta_vendedor where meta_id in (select meta_id from meta_excluida);

select 'produtos_excluidos' as mudanca, count(*) as linhas from produto_excluido
union all
select 'clientes_excluidos', count(*) from cliente_excluido
union all
select 'cupons_excluidos', count(*) from cupom_excluido
union all
select 'metas_excluidas', count(*) from meta_excluida;
