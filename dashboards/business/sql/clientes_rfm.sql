-- Customers by their scores and groups, as of the reference day; counts and money, no person.
select
    rfm_recencia as recencia,
    rfm_frequencia as frequencia,
    segmento_rfm,
    tipo_cliente,
    categoria_valor,
    segmento,
    count(*) as clientes,
    sum(pedidos_historico) as pedidos,
    sum(total_compras_historico) as receita
from vw.vw_cliente_metricas
where
    regiao_pais in :regioes
    and estado in :estados
group by
    rfm_recencia, rfm_frequencia, segmento_rfm, tipo_cliente, categoria_valor, segmento
