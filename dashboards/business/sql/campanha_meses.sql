-- Months of one campaign.
select
    periodo_mes as quando,
    count(*) as pedidos,
    sum(receita) as receita,
    sum(concedido) as concedido
from base.pedidos_da_campanha
group by periodo_mes
order by periodo_mes
