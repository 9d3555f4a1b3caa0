-- Hard deletes that the warehouse notices by itself: rows of dimensions and open targets that
-- nothing refers to. The newest row of a table stays, so that its key is never given out again.
create or replace temp table produto_excluido as
select p.produto_id
from core.produto as p
where p.produto_id < (select max(produto_id) from core.produto)
    and not exists (select 1 from core.item_pedido as i where i.produto_id = p.produto_id)
order by u(p.produto_id, 'exclui'), p.produto_id
limit 1;
delete from core.produto where produto_id in (select produto_id from produto_excluido);

create or replace temp table cliente_excluido as
select c.cliente_id
from core.cliente as c
where c.cliente_id < (select max(cliente_id) from core.cliente)
    and not exists (select 1 from core.pedido as p where p.cliente_id = c.cliente_id)
order by u(c.cliente_id, 'exclui'), c.cliente_id
limit 1;
delete from core.cliente where cliente_id in (select cliente_id from cliente_excluido);

create or replace temp table cupom_excluido as
select d.desconto_id
from core.desconto as d
where d.desconto_id < (select max(desconto_id) from core.desconto)
    and not exists (select 1 from core.desconto_aplicado as a where a.desconto_id = d.desconto_id)
order by u(d.desconto_id, 'exclui'), d.desconto_id
limit 1;
delete from core.desconto where desconto_id in (select desconto_id from cupom_excluido);

create or replace temp table meta_aberta as
select meta_id
from core.meta_vendedor
where periodo_inicio <= getvariable('agora')
    and periodo_inicio + to_months(
        case tipo_periodo when 'Mensal' then 1 when 'Trimestral' then 3 else 12 end
    ) > getvariable('agora');

create or replace temp table meta_excluida as
select meta_id
from meta_aberta
where meta_id < (select max(meta_id) from core.meta_vendedor)
order by u(meta_id, 'exclui'), meta_id
limit 1;
delete from core.meta_vendedor where meta_id in (select meta_id from meta_excluida);

select 'produtos_excluidos' as mudanca, count(*) as linhas from produto_excluido
union all
select 'clientes_excluidos', count(*) from cliente_excluido
union all
select 'cupons_excluidos', count(*) from cupom_excluido
union all
select 'metas_excluidas', count(*) from meta_excluida;
