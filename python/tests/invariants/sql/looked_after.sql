-- What is left for the next run. `completa`: everything that follows from an order was built.
create or replace temp table fica as
select pedido_id from pendente
where not (select completa from param) or pedido_id in (from parado)
union
select v.pedido_id from visto v
where v.pedido_id in (from difere)
    and (not (select completa from param) or v.pedido_id in (from em_voo));

delete from pendente;
insert into pendente from fica;

create or replace temp table espera_ainda as
select pedido_id from esperou
where not (select completa from param) or pedido_id in (from parado)
union
select pedido_id from em_voo
union
-- Taken for its facts' sake alone: the next run may compare it again.
select pedido_id from visto
where pedido_id in (from talvez) or pedido_id in (select pedido_id from repontado)
union
select pedido_id from perdedor where not (select varre from param);

delete from esperou;
insert into esperou from espera_ainda;

update inacabado set algum = not (select completa from param);

delete from membro_visto;
insert into membro_visto from membro;
