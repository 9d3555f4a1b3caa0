-- What the oracle remembers of orders from one look to the next.

-- Orders that a run saw differ from their facts and did not finish: they waited, or the run did
-- not build all that follows from an order. The next run takes them.
create table if not exists pendente (pedido_id bigint);

-- Orders that waited, whether they differed or not: the next run may take them.
create table if not exists esperou (pedido_id bigint);

-- One row: whether a run since the last complete one may have taken orders and not finished them.
create table if not exists inacabado as select false as algum;

-- Members of dimensions that were known when orders were last looked at.
create table if not exists membro_visto (dimensao varchar, chave bigint, versao integer);
