-- What the warehouse does not read, and what it reads in another size.
alter table core.cliente add column apelido varchar;
alter table core.identidade_origem drop column descricao;
create table core.avaliacao (avaliacao_id bigint, nota int);
create or replace table core.devolucao as
select * replace (cast(quantidade as bigint) as quantidade) from core.devolucao;
create or replace table core.meta_vendedor as
select * replace (cast(valor_meta as decimal(18, 2)) as valor_meta) from core.meta_vendedor;
