-- Items of delivered orders come back, some only in part.
create or replace temp table escolha as
select
    i.item_pedido_id,
    i.preco_unitario,
    case when u(i.item_pedido_id, 'parcial') < 0.3 then 1 else i.quantidade end as quantidade
from core.item_pedido as i
inner join core.pedido as p on i.pedido_id = p.pedido_id
where
    p.status = 'Entregue' and i.quantidade > 0 and i.preco_unitario >= 0 and i.custo_unitario >= 0
    and p.numero_pedido not like 'RUIM-%'
    and not exists (select 1 from core.devolucao as d where d.item_pedido_id = i.item_pedido_id)
order by
    i.data_cadastro >= getvariable('agora') - interval 60 day desc,
    u(i.item_pedido_id, 'devolve'),
    i.item_pedido_id
limit (select 1 + getvariable('pedidos') // 40);

insert into core.devolucao
select
    (select coalesce(max(devolucao_id), 0) from core.devolucao)
    + row_number() over (order by item_pedido_id),
    item_pedido_id,
    quantidade,
    quantidade * preco_unitario * 0.9,
    escolhe(getvariable('motivo'), u(item_pedido_id, 'motivo')),
    getvariable('agora'),
    getvariable('agora'),
    getvariable('agora')
from escolha;

select 'devolucoes_novas' as mudanca, count(*) as linhas from escolha;
