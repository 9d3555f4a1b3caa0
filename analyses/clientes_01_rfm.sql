-- Question: which customers to keep, to win back, to let go?
-- Reading: RFM scores of 1 to 5 (5 best) for recency, frequency and money, grouped into segments.
-- 'Em risco' bought often but not lately: win them back first.
select
    segmento_rfm,
    count(*) as clientes,
    sum(pedidos_historico) as pedidos,
    sum(total_compras_historico) as receita,
    {{ razao('sum(total_compras_historico)', 'count(*)', 2) }} as receita_por_cliente,
    min(dias_desde_ultima_compra) as menor_recencia_dias,
    max(dias_desde_ultima_compra) as maior_recencia_dias
from {{ ref('vw_cliente_metricas') }}
group by segmento_rfm
order by receita desc, segmento_rfm
