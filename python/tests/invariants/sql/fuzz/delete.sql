-- One row of {tabela} is gone; its orders, if any, are stamped.
{escolha}
create or replace temp table do_pedido as
{pedidos};
delete from guarda.{tabela} where {chave} = (select chave from apagada);
insert into guarda.{tabela} from core.{tabela} where {chave} = (select chave from apagada);
delete from core.{tabela} where {chave} = (select chave from apagada);
update core.pedido set data_atualizacao = carimbo() where pedido_id in (from do_pedido);
update core.item_pedido set data_atualizacao = carimbo() where pedido_id in (from do_pedido);
update core.desconto_aplicado set data_atualizacao = carimbo() where pedido_id in (from do_pedido);
