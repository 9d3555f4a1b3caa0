-- Question: how much do we sell each month, and with what margin?
-- Reading: receita leaves cancelled orders and returns out; ticket_medio is receita per order.
-- A rising ticket with falling orders is a price effect, not growth.
with meses as (
    select
        periodo_mes,
        count(distinct pedido_original_id) as pedidos,
        sum(cast(quantidade_vendida as bigint)) as unidades,
        sum(valor_receita) as receita,
        {{ soma_completa('margem_bruta') }} as margem
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by periodo_mes
)

select
    periodo_mes,
    pedidos,
    unidades,
    receita,
    margem,
    {{ dinheiro_por('receita', 'pedidos') }} as ticket_medio,
    {{ percentual('margem', 'receita') }} as margem_percent
from meses
order by periodo_mes
