-- Items with a discount beside items without, by category. It compares different buyers: a difference
-- is a hint, not proof of cause.
select
    categoria,
    case when faixa_desconto = 0 then 0 else 1 end as com_desconto,
    sum(itens) as itens,
    sum(vendidas) as unidades,
    sum(bruto) as bruto,
    sum(descontos) as descontos,
    sum(receita) as receita,
    case when count(margem) = count(*) then sum(margem) end as margem,
    1.0 * sum(vendidas) / sum(itens) as unidades_por_item,
    100.0 * case when count(margem) = count(*) then sum(margem) end / nullif(sum(receita), 0) as margem_percent
from base.profundidades
group by categoria, case when faixa_desconto = 0 then 0 else 1 end
order by categoria, com_desconto
