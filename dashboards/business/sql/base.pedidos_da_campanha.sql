-- Orders with an approved discount of one campaign, cancelled ones left out: whole orders.
select
    usos.pedido_original_id,
    min(pedidos.data_venda) as data_venda,
    min(pedidos.periodo_mes) as periodo_mes,
    min(pedidos.canal) as canal,
    min(pedidos.valor_receita) as receita,
    sum(usos.valor_desconto_aplicado) as concedido
from vw.vw_usos_de_desconto as usos
inner join vw.vw_pedidos_analise as pedidos
    on pedidos.pedido_original_id = usos.pedido_original_id
where
    usos.codigo_desconto = :codigo
    and usos.desconto_aprovado = 1
    and pedidos.eh_cancelado = 0
group by usos.pedido_original_id
