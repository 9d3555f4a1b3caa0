-- Orders up to the period's end that the filters let through; where a filter reaches into the orders
-- (:por_item = 1), with what their items add up to. What is kept ready by months is left out: whole
-- months without a filter (:mensal = 1), and what came before a period that such a month ends
-- (:fim_mensal = 1).
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
    and (:fim_mensal = 0 or data_venda >= :de)
    and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', canal, '|%'))
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
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
    group by pedido_original_id
) as itens
inner join vw.vw_pedidos_analise as pedidos
    on pedidos.pedido_original_id = itens.pedido_original_id
where :por_item = 1 and pedidos.cliente_original_id > 0
