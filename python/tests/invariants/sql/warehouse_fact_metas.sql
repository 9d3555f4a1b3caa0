-- fact_metas as the oracle writes it down.
select
    f.meta_original_id, f.data_id, f.periodo_fim,
    case when f.vendedor_id < 0 then f.vendedor_id else v.vendedor_original_id end as vendedor,
    case when f.vendedor_id < 0 then 0 else v.versao end as vendedor_versao,
    case when f.equipe_id < 0 then f.equipe_id else e.equipe_original_id end as equipe,
    case when f.equipe_id < 0 then 0 else e.versao end as equipe_versao,
    f.tipo_periodo, f.valor_meta, f.quantidade_meta, f.valor_realizado, f.quantidade_realizada,
    f.percentual_atingido, f.gap_meta, f.ticket_medio_realizado, f.ranking_periodo,
    f.quartil_performance, f.meta_batida, f.meta_superada, f.eh_periodo_fechado, f.observacoes
from dw.fact.fact_metas f
left join dw.dim.dim_vendedor v on v.vendedor_id = f.vendedor_id
left join dw.dim.dim_equipe e on e.equipe_id = f.equipe_id
