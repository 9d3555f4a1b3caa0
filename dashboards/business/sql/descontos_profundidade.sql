-- Items by depth of their discount: where does the margin go?
select
    faixa_desconto as faixa,
    sum(itens) as itens,
    sum(descontos) as descontos,
    sum(receita) as receita,
    100.0 * case when count(margem) = count(*) then sum(margem) end / nullif(sum(receita), 0) as margem_percent
from base.profundidades
group by faixa_desconto
order by faixa_desconto
