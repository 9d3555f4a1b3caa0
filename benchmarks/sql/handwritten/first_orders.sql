-- First load: the facts are made of every order.
create or replace temp view pedido as select * from ECOMMERCE_OLTP.core.pedido;
create or replace temp view item as select * from ECOMMERCE_OLTP.core.item_pedido;
create or replace temp view aplicado as select * from ECOMMERCE_OLTP.core.desconto_aplicado;
create or replace temp view devolucao as select * from ECOMMERCE_OLTP.core.devolucao;
