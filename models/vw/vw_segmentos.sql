select
    regiao_pais, segmento, rfm_recencia, rfm_frequencia, segmento_rfm, tipo_cliente,
    categoria_valor,
    cast(count(*) as bigint) as clientes,
    cast(sum(pedidos_historico) as bigint) as pedidos,
    cast(sum(total_compras_historico) as decimal(18, 2)) as valor_receita
from {{ ref('vw_cliente_metricas') }}
group by
    regiao_pais, segmento, rfm_recencia, rfm_frequencia, segmento_rfm, tipo_cliente, categoria_valor
