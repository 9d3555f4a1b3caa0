-- Customers by their scores and groups, as of the reference day; counts and money, no person.
select
    rfm_recencia as recencia,
    rfm_frequencia as frequencia,
    segmento_rfm,
    tipo_cliente,
    categoria_valor,
    segmento,
    sum(clientes) as clientes,
    sum(pedidos) as pedidos,
    sum(valor_receita) as receita
from vw.vw_segmentos
where (:regioes = '' or :regioes like concat('%|', regiao_pais, '|%'))
group by
    rfm_recencia, rfm_frequencia, segmento_rfm, tipo_cliente, categoria_valor, segmento
