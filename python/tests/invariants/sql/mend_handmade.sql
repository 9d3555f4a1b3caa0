-- Mends some of the hand-made rows at fault, breaks others, and moves what sales point at.
-- {agora}: the moment of these changes.
create or replace temp macro agora() as timestamp '{agora}';

-- Parents come back: their children leave the quarantine without being touched.
update core.pedido set regiao_entrega_id = 1, data_atualizacao = agora() where pedido_id = 3;
update core.pedido set data_pedido = timestamp '2024-03-05', data_atualizacao = agora()
where pedido_id in (2, 4);
insert into core.produto by name
select * replace (99 as produto_id, 'S99' as codigo_sku, agora() as data_atualizacao)
from core.produto where produto_id = 1;

-- The discount that made the running sum too large is withdrawn: the one after it fits.
update core.desconto_aplicado set aprovado = false, data_atualizacao = agora()
where desconto_aplicado_id = 11;
-- The larger return comes down: the next one fits.
update core.item_pedido set quantidade = 2, data_atualizacao = agora() where item_pedido_id = 1;
update core.item_pedido set quantidade = 4, preco_unitario = 12.5, data_atualizacao = agora()
where item_pedido_id = 5;
update core.meta_vendedor set valor_meta = 500, periodo_inicio = date '2024-02-01',
    data_atualizacao = agora()
where meta_id = 1;
-- The smaller key of two equal targets moves away: the larger one counts.
update core.meta_vendedor set periodo_inicio = date '2024-06-01', data_atualizacao = agora()
where meta_id = 3;

-- Dimension rows are completed; another loses its name.
update core.cliente set nome_cliente = 'Agora', data_atualizacao = agora() where cliente_id = 50;
update core.produto set situacao = 'Ativo', data_atualizacao = agora() where produto_id = 50;
update core.vendedor set cargo = 'C', data_atualizacao = agora() where vendedor_id = 50;
update core.regiao set cidade = 'Campos', data_atualizacao = agora() where regiao_id = 50;

-- A team gets another name and another leader.
update core.equipe set nome_equipe = 'Outro', lider_vendedor_id = 1, data_atualizacao = agora()
where equipe_id = 50;

-- A good order turns bad: its items leave the facts.
update core.pedido set cliente_id = 999, data_atualizacao = agora() where pedido_id = 53;

-- A client that was good loses its name: the sales keep the version that was loaded.
update core.cliente set nome_cliente = null, data_atualizacao = agora() where cliente_id = 51;

-- Rows of dimensions are deleted, one that nothing needs, and others under their sales.
delete from core.desconto where desconto_id = 51;
delete from core.regiao where regiao_id = 51;
delete from core.vendedor where vendedor_id = 51;
delete from core.produto where produto_id = 52;

-- A closed target and the sales of a closed month are corrected late.
update core.meta_vendedor set valor_meta = 7, data_atualizacao = agora() where meta_id in (52, 53);
update core.item_pedido set preco_unitario = 40, data_atualizacao = agora()
where item_pedido_id = 59;

-- Written by a transaction that began before the last cutoff and committed after it.
insert into core.devolucao by name
select * replace (
    60 as devolucao_id, 58 as item_pedido_id, 5 as valor_devolvido, agora() - interval 5 minute as data_atualizacao
)
from core.devolucao where devolucao_id = 50;
