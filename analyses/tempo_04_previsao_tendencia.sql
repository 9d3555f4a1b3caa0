-- Question: where does the monthly revenue go in the next six months if its trend holds?
-- Reading: a straight line through the months (least squares by plain sums), continued for six. It
-- knows no seasonality: take it as direction. The first and the current month, rarely whole, are out.
with limites as (
    select
        min(vendas.ano * 12 + vendas.mes) as primeiro,
        max(year(referencia.data_referencia) * 12 + month(referencia.data_referencia)) as corrente
    from {{ ref('vw_vendas_completa') }} as vendas
    cross join {{ ref('vw_referencia') }} as referencia
    where vendas.eh_cancelado = 0
),

meses as (
    select
        cast(vendas.ano * 12 + vendas.mes as {{ tipo('float') }}) as mes_numero,
        cast(sum(vendas.valor_receita) as {{ tipo('float') }}) as receita
    from {{ ref('vw_vendas_completa') }} as vendas
    cross join limites
    where
        vendas.eh_cancelado = 0
        and vendas.ano * 12 + vendas.mes between limites.primeiro + 1 and limites.corrente - 1
    group by vendas.ano * 12 + vendas.mes
),

somas as (
    select
        count(*) as n,
        max(mes_numero) as ultimo,
        avg(mes_numero) as media_x,
        avg(receita) as media_y,
        sum(mes_numero * receita) as soma_xy,
        sum(mes_numero * mes_numero) as soma_xx
    from meses
),

reta as (
    select
        ultimo,
        media_x,
        media_y,
        (soma_xy - n * media_x * media_y) / nullif(soma_xx - n * media_x * media_x, 0) as inclinacao
    from somas
)

select
    calendario.periodo_mes,
    case when meses.mes_numero is null then 'previsto' else 'observado' end as tipo,
    cast(meses.receita as decimal(18, 2)) as receita,
    cast(
        reta.media_y
        + reta.inclinacao * (calendario.ano * 12 + calendario.mes - reta.media_x) as decimal(18, 2)
    ) as tendencia
from {{ ref('vw_calendario_completo') }} as calendario
cross join reta
cross join limites
left join meses on meses.mes_numero = calendario.ano * 12 + calendario.mes
where calendario.dia = 1
    and calendario.ano * 12 + calendario.mes between limites.primeiro + 1 and reta.ultimo + 6
order by calendario.periodo_mes
