-- Where deleted rows wait to come back; outside of what the warehouse reads.
create schema guarda;
create table guarda.regiao as from core.regiao limit 0;
create table guarda.cliente as from core.cliente limit 0;
create table guarda.fornecedor as from core.fornecedor limit 0;
create table guarda.categoria as from core.categoria limit 0;
create table guarda.produto as from core.produto limit 0;
create table guarda.equipe as from core.equipe limit 0;
create table guarda.vendedor as from core.vendedor limit 0;
create table guarda.desconto as from core.desconto limit 0;
create table guarda.pedido as from core.pedido limit 0;
create table guarda.item_pedido as from core.item_pedido limit 0;
create table guarda.desconto_aplicado as from core.desconto_aplicado limit 0;
create table guarda.devolucao as from core.devolucao limit 0;
create table guarda.meta_vendedor as from core.meta_vendedor limit 0;
