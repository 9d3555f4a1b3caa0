-- The tables of customers and orders as a copy has them that somebody made: no key, no reference.
create schema bare;
create table bare.cliente as from core.cliente;
create table bare.item_pedido as from core.item_pedido;
create table bare.pedido as from core.pedido;
create table bare.devolucao as from core.devolucao;
create table bare.desconto_aplicado as from core.desconto_aplicado;
drop table core.devolucao;
drop table core.desconto_aplicado;
drop table core.item_pedido;
drop table core.pedido;
drop table core.cliente;
create table core.cliente as from bare.cliente;
create table core.item_pedido as from bare.item_pedido;
create table core.pedido as from bare.pedido;
create table core.devolucao as from bare.devolucao;
create table core.desconto_aplicado as from bare.desconto_aplicado;
