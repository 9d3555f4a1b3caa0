-- First load: the facts are made of every order.
create or replace temp view pedido as select * from oltp.core.pedido;
create or replace temp view item as select * from oltp.core.item_pedido;
create or replace temp view aplicado as select * from oltp.core.desconto_aplicado;
create or replace temp view devolucao as select * from oltp.core.devolucao;
