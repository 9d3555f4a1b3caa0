-- Question: where are the orders delivered, and what does the freight weigh there?
-- Reading: one row per state of delivery. frete_percent is freight against liquid value: where it is
-- high, the shop loses price-sensitive customers.
with estados as (
    select
        -- one of a state, however many spellings its municipalities have
        min(regiao_pais_entrega) as regiao_pais_entrega,
        estado_entrega,
        count(distinct pedido_original_id) as pedidos,
        sum(valor_receita) as receita,
        sum(valor_total_liquido) as liquido,
        sum(valor_frete_rateado) as frete
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by estado_entrega
)

select
    regiao_pais_entrega,
    estado_entrega,
    pedidos,
    receita,
    {{ percentual('receita', 'sum(receita) over ()') }} as participacao_percent,
    {{ dinheiro_por('receita', 'pedidos') }} as ticket_medio,
    {{ percentual('frete', 'liquido') }} as frete_percent
from estados
order by receita desc, estado_entrega
