-- Orders up to the period's end that the filters let through, or their items where a filter reaches into
-- the orders (:por_item = 1). What is kept ready by months is left out: whole months without a filter
-- (:mensal = 1), and what came before a period that such a month ends (:fim_mensal = 1).
select
    cliente_original_id,
    pedido_original_id,
    periodo_mes,
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
    itens.pedido_original_id,
    itens.periodo_mes,
    itens.data_venda,
    itens.valor_receita as receita
from vw.vw_itens_analise as itens
inner join vw.vw_pedidos_analise as pedidos
    on pedidos.pedido_original_id = itens.pedido_original_id
where
    :por_item = 1
    and itens.eh_cancelado = 0
    and pedidos.cliente_original_id > 0
    and itens.data_venda <= :ate
    and (:regioes = '' or :regioes like concat('%|', itens.regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', itens.canal, '|%'))
    and (:equipes = '' or :equipes like concat('%|', itens.nome_equipe, '|%'))
    and (:categorias = '' or :categorias like concat('%|', itens.categoria, '|%'))
