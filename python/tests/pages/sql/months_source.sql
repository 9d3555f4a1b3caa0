-- Revenue by month; needs itens.
select
    mes,
    sum(receita) as receita,
    min(dia) as primeiro
from itens
group by mes
order by mes
