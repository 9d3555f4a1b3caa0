select
    vendedor_original_id, data_id, count(distinct pedido_original_id) as pedidos,
    sum(valor_total_liquido - valor_devolvido) as valor_realizado
from venda
where not cancelada and vendedor_original_id is not null
group by vendedor_original_id, data_id
