select
    cliente_original_id, mes as periodo_mes,
    min(mes) over (partition by cliente_original_id) as primeiro_mes,
    count(distinct pedido_original_id) as pedidos, sum(receita) as valor_receita
from venda
where not cancelada and cliente_original_id > 0
group by cliente_original_id, mes
