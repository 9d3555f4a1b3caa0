select nome_equipe
from itens
where dia between $de and $ate and equipe_id is not null
group by nome_equipe
order by sum(receita) desc
limit 1
