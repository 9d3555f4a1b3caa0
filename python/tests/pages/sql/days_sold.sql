-- Revenue by day of sale; needs itens.
select
    dia,
    cast(sum(receita) as double) as receita
from itens
group by dia
