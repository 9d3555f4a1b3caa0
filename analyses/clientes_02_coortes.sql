-- Question: how long do customers stay after their first purchase?
-- Reading: a cohort is the month of the first purchase; retencao_percent is its share that bought in
-- the n-th month after (month 0 is 100). Compare cohorts down a column of meses_depois.
with meses as (
    select distinct
        cliente_original_id,
        ano * 12 + mes as mes_numero,
        periodo_mes
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
),

coortes as (
    select
        *,
        min(mes_numero) over (partition by cliente_original_id) as primeiro_numero,
        min(periodo_mes) over (partition by cliente_original_id) as coorte
    from meses
),

ativos as (
    select
        coorte,
        mes_numero - primeiro_numero as meses_depois,
        count(*) as clientes
    from coortes
    group by coorte, mes_numero - primeiro_numero
)

select
    coorte,
    meses_depois,
    clientes,
    max(clientes) over (partition by coorte) as clientes_da_coorte,
    {{ percentual('clientes', 'max(clientes) over (partition by coorte)') }} as retencao_percent
from ativos
order by coorte, meses_depois
