-- How many closed targets would be told otherwise now.
select count(*)
from o.fact_metas f join o.metas_reapresentadas r on r.meta_original_id = f.meta_original_id
where f.eh_periodo_fechado and f.valor_realizado <> r.valor_realizado
