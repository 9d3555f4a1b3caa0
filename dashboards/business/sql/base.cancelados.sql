-- Cancelled orders by day, state and channel, with what they would have brought; where a filter reaches
-- into the orders (:por_item = 1), with that of the items that it lets through.
select
    data_venda,
    estado_entrega,
    canal,
    min(nome_estado_entrega) as nome_estado_entrega,
    min(regiao_pais_entrega) as regiao_pais_entrega,
    count(*) as pedidos,
    sum(valor_total_bruto - valor_total_descontos) as valor
from vw.vw_pedidos_analise
where
    :por_item = 0
    and eh_cancelado = 1
    and data_venda between :desde and :ate_tudo
    and regiao_pais_entrega in :regioes
    and estado_entrega in :estados
    and canal in :canais
group by data_venda, estado_entrega, canal
union all
select
    data_venda,
    estado_entrega,
    canal,
    min(nome_estado_entrega) as nome_estado_entrega,
    min(regiao_pais_entrega) as regiao_pais_entrega,
    count(distinct pedido_original_id) as pedidos,
    sum(valor_total_bruto - valor_total_descontos) as valor
from vw.vw_itens_analise
where
    :por_item = 1
    and eh_cancelado = 1
    and data_venda between :desde and :ate_tudo
    and regiao_pais_entrega in :regioes
    and estado_entrega in :estados
    and canal in :canais
    and nome_equipe in :equipes
    and categoria in :categorias
group by data_venda, estado_entrega, canal
