-- Orders by day, state and channel, which an order has one of each: so they may be added up. Those that
-- count are kept ready, unless a filter reaches into the orders (:por_item = 1): then from their items.
-- Cancelled ones where the page asks for them (:com_cancelados = 1), with what they would have brought.
select
    data_venda,
    estado_entrega,
    canal,
    nome_estado_entrega,
    regiao_pais_entrega,
    0 as eh_cancelado,
    pedidos,
    valor_receita as receita,
    margem_bruta as margem,
    valor_frete as frete,
    valor_total_bruto as bruto,
    valor_total_descontos as descontos,
    quantidade_vendida as vendidas,
    quantidade_devolvida as devolvidas
from vw.vw_vendas_diarias
where
    :por_item = 0
    and data_venda between :desde and :ate_tudo
    and regiao_pais_entrega in :regioes
    and estado_entrega in :estados
    and canal in :canais
union all
select
    data_venda,
    estado_entrega,
    canal,
    min(nome_estado_entrega) as nome_estado_entrega,
    min(regiao_pais_entrega) as regiao_pais_entrega,
    1 as eh_cancelado,
    count(*) as pedidos,
    0.00 as receita,
    0.00 as margem,
    0.00 as frete,
    sum(valor_total_bruto) as bruto,
    sum(valor_total_descontos) as descontos,
    0 as vendidas,
    0 as devolvidas
from vw.vw_pedidos_analise
where
    :por_item = 0
    and :com_cancelados = 1
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
    cast(eh_cancelado as int) as eh_cancelado,
    count(distinct pedido_original_id) as pedidos,
    sum(valor_receita) as receita,
    case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem,
    sum(valor_frete_rateado) as frete,
    sum(valor_total_bruto) as bruto,
    sum(valor_total_descontos) as descontos,
    sum(quantidade_vendida) as vendidas,
    sum(quantidade_devolvida) as devolvidas
from vw.vw_itens_analise
where
    :por_item = 1
    and (eh_cancelado = 0 or :com_cancelados = 1)
    and data_venda between :desde and :ate_tudo
    and regiao_pais_entrega in :regioes
    and estado_entrega in :estados
    and canal in :canais
    and nome_equipe in :equipes
    and categoria in :categorias
group by data_venda, estado_entrega, canal, eh_cancelado
