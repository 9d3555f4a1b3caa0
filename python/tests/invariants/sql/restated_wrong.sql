-- Rows of vw.vw_metas_reapresentadas that do not show frozen beside restated.
select
    f.meta_original_id, w.valor_realizado, o.valor_realizado, w.valor_realizado_reapresentado,
    r.valor_realizado, w.foi_reapresentada
from dw.vw.vw_metas_reapresentadas w
join dw.fact.fact_metas f on f.meta_id = w.meta_id
full join o.fact_metas o on o.meta_original_id = f.meta_original_id
left join o.metas_reapresentadas r on r.meta_original_id = o.meta_original_id
where (
    w.valor_realizado, w.percentual_atingido, w.ranking_periodo,
    w.valor_realizado_reapresentado, w.percentual_atingido_reapresentado,
    w.ranking_periodo_reapresentado
) is distinct from (
    o.valor_realizado, o.percentual_atingido, o.ranking_periodo,
    r.valor_realizado, r.percentual_atingido, r.ranking_periodo
)
or w.diferenca_realizado <> r.valor_realizado - o.valor_realizado
or w.foi_reapresentada is distinct from (
    (o.valor_realizado, o.quantidade_realizada, o.ranking_periodo)
    is distinct from (r.valor_realizado, r.quantidade_realizada, r.ranking_periodo)
)
