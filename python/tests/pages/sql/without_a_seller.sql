-- What was sold by nobody in the days; needs itens.
select sum(receita) as receita
from itens
where vendedor_id is null and dia between $de and $ate
