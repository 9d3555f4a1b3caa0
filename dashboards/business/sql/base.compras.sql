-- Orders up to the period's end that the filters let through; where a filter reaches into the orders
-- (:por_item = 1), with what their items add up to. Without a filter (:livre = 1) those before the
-- period are left out: first purchases are kept ready; whole months (:mensal = 1) are so altogether.
select
    cliente_original_id,
    mes_id,
    data_venda,
    valor_receita as receita
from vw.vw_pedidos_analise
where
    :mensal = 0
    and :por_item = 0
    and eh_cancelado = 0
    and cliente_original_id > 0
    and data_venda <= :ate
    and (:livre = 0 or data_venda >= :de)
    and regiao_pais_entrega in :regioes
    and estado_entrega in :estados
    and canal in :canais
union all
select
    pedidos.cliente_original_id,
    pedidos.mes_id,
    pedidos.data_venda,
    itens.receita
from (
    select
        pedido_original_id,
        sum(valor_receita) as receita
    from vw.vw_itens_analise
    where
        :por_item = 1
        and eh_cancelado = 0
        and data_venda <= :ate
        and regiao_pais_entrega in :regioes
        and estado_entrega in :estados
        and canal in :canais
        and nome_equipe in :equipes
        and categoria in :categorias
    group by pedido_original_id
) as itens
inner join vw.vw_pedidos_analise as pedidos
    on pedidos.pedido_original_id = itens.pedido_original_id
where :por_item = 1 and pedidos.cliente_original_id > 0
