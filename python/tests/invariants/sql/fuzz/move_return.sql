-- One return belongs to the item {valor} now; the order that it leaves is stamped.
create or replace temp table movida as
select uma(list(devolucao_id)) as chave from core.devolucao;
update core.pedido set data_atualizacao = carimbo()
where pedido_id in (
    select i.pedido_id
    from core.devolucao d join core.item_pedido i on i.item_pedido_id = d.item_pedido_id
    where d.devolucao_id = (select chave from movida)
);
update core.devolucao set item_pedido_id = {valor}, data_atualizacao = carimbo()
where devolucao_id = (select chave from movida);
