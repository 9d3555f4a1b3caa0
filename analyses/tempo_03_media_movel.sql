-- Question: what is the trend of daily revenue without its weekly ups and downs?
-- Reading: media_7_dias removes the weekday pattern, media_28_dias the noise of single weeks. Both are
-- NULL until their window is full. Days without a sale count as 0.
with limites as (
    select
        min(data_venda) as primeiro,
        max(data_venda) as ultimo
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
),

dias as (
    select
        calendario.data_completa as dia,
        coalesce(sum(vendas.valor_receita), 0) as receita,
        row_number() over (order by calendario.data_completa) as numero
    from {{ ref('vw_calendario_completo') }} as calendario
    inner join limites
        on calendario.data_completa between limites.primeiro and limites.ultimo
    left join {{ ref('vw_vendas_completa') }} as vendas
        on vendas.data_venda = calendario.data_completa
    group by calendario.data_completa
),

janelas as (
    select
        dia,
        receita,
        numero,
        sum(receita) over (order by dia rows between 6 preceding and current row) as soma_7,
        sum(receita) over (order by dia rows between 27 preceding and current row) as soma_28
    from dias
)

select
    dia,
    receita,
    case when numero >= 7 then {{ razao('soma_7', '7', 2) }} end as media_7_dias,
    case when numero >= 28 then {{ razao('soma_28', '28', 2) }} end as media_28_dias
from janelas
order by dia
