-- Revenue without a seller, which no target counts, by month of the period.
select
    periodo_mes,
    sum(valor_receita) as receita
from vw.vw_vendas_completa
where
    vendedor_original_id < 0
    and eh_cancelado = 0
    and data_venda between :mes_inicio and :ate
    and nome_equipe in :equipes
group by periodo_mes
