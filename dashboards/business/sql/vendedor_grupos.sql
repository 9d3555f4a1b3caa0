-- What one seller sold by category and by channel.
select
    'categoria' as grupo,
    categoria as nome,
    sum(receita) as receita,
    count(distinct pedido_original_id) as pedidos
from base.itens_do_vendedor
group by categoria
union all
select
    'canal' as grupo,
    canal as nome,
    sum(receita) as receita,
    count(distinct pedido_original_id) as pedidos
from base.itens_do_vendedor
group by canal
order by grupo, receita desc, nome
