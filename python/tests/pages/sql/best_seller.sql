-- The seller with the most revenue of a period; needs itens.
select vendedor_id
from itens
where vendedor_id is not null and dia between $de and $ate
group by vendedor_id
order by sum(receita) desc
limit 1
