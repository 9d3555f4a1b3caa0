-- Cards of Vendas.
select
    sum(receita) as receita,
    count(distinct pedido_id) as pedidos,
    sum(quantidade - voltou) as unidades,
    sum(receita) / count(distinct pedido_id) as ticket_medio,
    100 * sum(receita - custo) / sum(receita) as margem,
    100.0 * sum(voltou) / sum(quantidade) as devolucao
from itens
where
    dia between $de and $ate
    and ($equipe = '' or nome_equipe = $equipe)
    and ($categoria = '' or categoria = $categoria)
