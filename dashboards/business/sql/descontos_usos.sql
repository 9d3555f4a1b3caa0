-- Discounts asked for and approved, by month and method.
select
    periodo_mes as quando,
    metodo_desconto as metodo,
    sum(usos) as usos,
    sum(aprovados) as aprovados,
    sum(usos - aprovados) as recusados,
    sum(solicitado) as solicitado,
    sum(concedido) as concedido
from base.usos
group by periodo_mes, metodo_desconto
order by periodo_mes, metodo_desconto
