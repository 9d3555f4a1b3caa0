-- Months of one seller in the period.
select
    periodo_mes as quando,
    sum(receita) as receita,
    count(distinct pedido_original_id) as pedidos
from base.itens_do_vendedor
group by periodo_mes
order by periodo_mes
