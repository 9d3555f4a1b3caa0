-- Cohorts by the month of the first purchase: who bought again n months after.
with coortes as (
    select
        primeiro_mes as coorte,
        12 * (cast(left(periodo_mes, 4) as int) - cast(left(primeiro_mes, 4) as int))
        + cast(right(periodo_mes, 2) as int) - cast(right(primeiro_mes, 2) as int) as meses_depois,
        sum(clientes) as clientes
    from base.compradores
    where primeiro_mes between :coorte_de and :mes_ate
    group by primeiro_mes, periodo_mes
)

select
    coorte,
    meses_depois,
    clientes,
    100.0 * clientes / max(clientes) over (partition by coorte) as retencao_percent
from coortes
order by coorte, meses_depois
