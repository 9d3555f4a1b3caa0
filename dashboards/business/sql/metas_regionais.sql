-- Sales regions of the period.
select
    coalesce(regional, 'Sem regional') as regional,
    sum(valor_meta) as meta,
    sum(valor_realizado) as realizado,
    100.0 * sum(valor_realizado) / nullif(sum(valor_meta), 0) as percentual_atingido
from vw.vw_metas_completa
where
    tipo_periodo = :tipo
    and periodo_inicio = :inicio
    and nome_equipe in :equipes
group by coalesce(regional, 'Sem regional')
order by percentual_atingido desc
