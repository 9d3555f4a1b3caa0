select
    regiao_pais, segmento, rfm_recencia, rfm_frequencia, segmento_rfm, tipo_cliente,
    categoria_valor, clientes, pedidos, valor_receita
from {{ ref('agg_segmentos') }}
