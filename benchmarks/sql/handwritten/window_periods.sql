-- Targets that are frozen stay as they are; those of a period with one that is not are ranked anew.
create or replace temp table periodo_aberto as
select distinct m.tipo_periodo, m.periodo_inicio
from oltp.core.meta_vendedor as m
left join fact.fact_metas as f on m.meta_id = f.meta_original_id
where f.meta_id is null or not f.eh_periodo_fechado;
