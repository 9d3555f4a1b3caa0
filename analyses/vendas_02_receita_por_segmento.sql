-- Question: which customer segments bring the revenue, by year?
-- Reading: participacao_percent adds up to 100 within a year; receita_por_cliente compares the worth
-- of one customer of each segment.
with segmentos as (
    select
        ano,
        segmento,
        count(distinct cliente_original_id) as clientes,
        count(distinct pedido_original_id) as pedidos,
        sum(valor_receita) as receita
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by ano, segmento
),

totais as (
    select
        *,
        sum(receita) over (partition by ano) as receita_ano
    from segmentos
)

select
    ano,
    segmento,
    clientes,
    pedidos,
    receita,
    {{ percentual('receita', 'receita_ano') }} as participacao_percent,
    {{ razao('receita', 'clientes', 2) }} as receita_por_cliente
from totais
order by ano, receita desc
