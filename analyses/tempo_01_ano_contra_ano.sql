-- Question: how does each month compare with the same month of the year before?
-- Reading: variacao_percent is NULL for the first year. Compare whole months only: the first month of
-- sales began late, and the current one is still growing.
with meses as (
    select
        ano,
        mes,
        sum(valor_receita) as receita,
        count(distinct pedido_original_id) as pedidos
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by ano, mes
)

select
    atual.ano,
    atual.mes,
    atual.pedidos,
    atual.receita,
    anterior.receita as receita_ano_anterior,
    atual.receita - anterior.receita as variacao,
    {{ percentual('atual.receita - anterior.receita', 'anterior.receita') }} as variacao_percent
from meses as atual
left join meses as anterior on anterior.ano = atual.ano - 1 and anterior.mes = atual.mes
order by atual.ano, atual.mes
