-- Question: of the customers who bought in a month, how many bought again in the next one?
-- Reading: retencao_percent is the share of this month's buyers who come back next month. The last
-- month has no next one yet and shows 0.
with compradores as (
    select distinct
        cliente_original_id,
        ano * 12 + mes as mes_numero,
        periodo_mes
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
)

select
    atual.periodo_mes,
    count(*) as compradores,
    count(proximo.cliente_original_id) as retidos,
    {{ percentual('count(proximo.cliente_original_id)', 'count(*)') }} as retencao_percent
from compradores as atual
left join compradores as proximo
    on
        proximo.cliente_original_id = atual.cliente_original_id
        and proximo.mes_numero = atual.mes_numero + 1
group by atual.periodo_mes
order by atual.periodo_mes
