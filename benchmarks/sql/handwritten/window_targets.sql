-- Open targets are written anew; the SQL of `targets` reads fact_vendas as it is by now.
create or replace temp table meta_nova as
select * from meta_calculada
where meta_id not in (select meta_id from fact.fact_metas where eh_periodo_fechado);

delete from fact.fact_metas where not eh_periodo_fechado;
insert into fact.fact_metas by name select * from meta_nova;
