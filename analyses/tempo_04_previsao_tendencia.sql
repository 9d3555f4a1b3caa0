-- Question: where does the monthly revenue go in the next six months if its trend holds?
-- Reading: a straight line through all complete months (least squares by plain sums), continued for
-- six. It knows no seasonality: take it as direction. tipo says what was observed.
with meses as (
    select
        vendas.ano * 12 + vendas.mes as mes_numero,
        cast(sum(vendas.valor_receita) as {{ tipo('float') }}) as receita
    from {{ ref('vw_vendas_completa') }} as vendas
    cross join {{ ref('vw_referencia') }} as referencia
    where
        vendas.eh_cancelado = 0
        and vendas.ano * 12 + vendas.mes
        < year(referencia.data_referencia) * 12 + month(referencia.data_referencia)
    group by vendas.ano * 12 + vendas.mes
),

somas as (
    select
        count(*) as n,
        max(mes_numero) as ultimo,
        avg(cast(mes_numero as {{ tipo('float') }})) as media_x,
        avg(receita) as media_y,
        sum(mes_numero * receita) as soma_xy,
        sum(cast(mes_numero as {{ tipo('float') }}) * mes_numero) as soma_xx
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
    case when calendario.ano * 12 + calendario.mes <= reta.ultimo then 'observado' else 'previsto' end as tipo,
    cast(meses.receita as decimal(18, 2)) as receita,
    cast(reta.media_y + reta.inclinacao * (calendario.ano * 12 + calendario.mes - reta.media_x) as decimal(18, 2)) as tendencia
from {{ ref('vw_calendario_completo') }} as calendario
cross join reta
left join meses on meses.mes_numero = calendario.ano * 12 + calendario.mes
where
    calendario.dia = 1
    and calendario.ano * 12 + calendario.mes between (select min(primeiro.mes_numero) from meses as primeiro) and reta.ultimo + 6
order by calendario.periodo_mes
