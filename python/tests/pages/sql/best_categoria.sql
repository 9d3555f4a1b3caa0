select categoria
from itens
where dia between $de and $ate
group by categoria
order by sum(receita) desc
limit 1
