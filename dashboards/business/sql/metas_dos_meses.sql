-- Monthly targets of the months that the period touches, and what became of them.
select
    periodo_inicio,
    periodo_fim,
    count(*) as vendedores,
    sum(valor_meta) as meta,
    sum(valor_realizado) as realizado,
    100.0 * sum(valor_realizado) / nullif(sum(valor_meta), 0) as atingimento_percent
from vw.vw_metas_completa
where
    tipo_periodo = 'Mensal'
    and periodo_inicio between :mes_inicio and :ate
    and nome_equipe in :equipes
group by periodo_inicio, periodo_fim
order by periodo_inicio
