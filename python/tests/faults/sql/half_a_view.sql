-- A source table that is a view over half of what it was.
create table core.guardada as from core.meta_vendedor;
drop table core.meta_vendedor;
create view core.meta_vendedor as from core.guardada where meta_id % 2 = 0;
