-- Targets of every seller, month, quarter and year, near to what was sold: attainment spreads
-- around 100 %. What is still open is set from the average month of the last half-year.
insert into core.meta_vendedor
with mensal as (
    select e.vendedor_id, e.mes, coalesce(sum(r.valor), 0) as valor
    from (select distinct vendedor_id, mes from escala) as e
    left join realizado as r on e.vendedor_id = r.vendedor_id and e.mes = r.mes
    group by e.vendedor_id, e.mes
),
ritmo as (
    select vendedor_id, avg(valor)::double as valor
    from mensal
    where
        mes < mes_de(getvariable('fim')) and mes >= mes_de(getvariable('fim') - interval 7 month)
    group by vendedor_id
),
tipo as (
    select unnest([
        {'tipo': 'Mensal', 'parte': 'month', 'meses': 1, 'ordem': 1},
        {'tipo': 'Trimestral', 'parte': 'quarter', 'meses': 3, 'ordem': 2},
        {'tipo': 'Anual', 'parte': 'year', 'meses': 12, 'ordem': 3}
    ], recursive := true)
),
periodo as (
    select
        m.vendedor_id,
        t.tipo,
        t.ordem,
        t.meses,
        date_trunc(t.parte, m.mes)::date as periodo_inicio,
        sum(m.valor)::double as vendido
    from mensal as m
    cross join tipo as t
    group by all
),
esperado as (
    select
        p.*,
        case
            when p.periodo_inicio + to_months(p.meses) > getvariable('fim')
                then coalesce(r.valor, 0) * p.meses
            else p.vendido
        end as valor_esperado,
        -- attainment: triangular between 70 % and 130 %
        0.70
        + 0.30 * (u(p.vendedor_id * 100000 + epoch(p.periodo_inicio)::bigint // 86400, p.tipo)
            + u(p.vendedor_id * 100000 + epoch(p.periodo_inicio)::bigint // 86400, p.tipo || '2')
            ) as atingido
    from periodo as p
    left join ritmo as r on p.vendedor_id = r.vendedor_id
),
arredondado as (
    select *, greatest(500, round(valor_esperado * 0.95 / atingido / 10) * 10) as meta
    from esperado
)
select
    row_number() over (order by periodo_inicio, ordem, vendedor_id),
    vendedor_id,
    periodo_inicio,
    tipo,
    meta,
    case when ordem = 1 then greatest(1, floor(meta / 900))::integer end,
    case when ordem = 3 then 'Meta anual acordada com a gerência' end,
    greatest(
        getvariable('abertura'),
        least(getvariable('fim'), periodo_inicio - interval '4 days 15 hours')
    ),
    greatest(
        getvariable('abertura'),
        least(getvariable('fim'), periodo_inicio - interval '4 days 15 hours')
    )
from arredondado
order by 1;
