-- Question: on which weekdays do we sell most?
-- Reading: indice is the weekday's mean revenue a day against the mean of all days (100 = a mean day).
-- Days without a sale count, from the first day of sales to the last.
with dias as (
    select
        data_venda,
        sum(valor_receita) as receita
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by data_venda
),

limites as (
    select
        min(data_venda) as primeiro,
        max(data_venda) as ultimo
    from dias
),

semana as (
    select
        calendario.dia_da_semana,
        calendario.nome_dia_semana,
        cast(count(*) as bigint) as dias,
        coalesce(sum(dias.receita), 0) as receita
    from {{ ref('vw_calendario_completo') }} as calendario
    inner join limites
        on calendario.data_completa between limites.primeiro and limites.ultimo
    left join dias on dias.data_venda = calendario.data_completa
    group by calendario.dia_da_semana, calendario.nome_dia_semana
)

select
    dia_da_semana,
    nome_dia_semana,
    dias,
    receita,
    {{ dinheiro_por('receita', 'dias') }} as receita_por_dia,
    {{ percentual('receita * sum(dias) over ()', 'dias * sum(receita) over ()') }} as indice
from semana
order by dia_da_semana
