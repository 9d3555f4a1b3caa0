-- The mean day's revenue by weekday; days without a sale count, but for those before the first order.
-- 100 = the mean day of the period.
with dias as (
    select
        data_venda,
        sum(receita) as receita
    from base.vendas
    where eh_cancelado = 0 and data_venda between :de and :ate
    group by data_venda
)

select
    calendario.dia_da_semana,
    calendario.nome_dia_semana,
    count(*) as dias,
    sum(coalesce(dias.receita, 0)) / count(*) as receita_por_dia,
    100.0 * sum(coalesce(dias.receita, 0)) / count(*) * sum(count(*)) over ()
    / nullif(sum(sum(dias.receita)) over (), 0) as indice
from vw.vw_calendario_completo as calendario
left join dias on dias.data_venda = calendario.data_completa
where calendario.data_completa between :de_vendas and :ate
group by calendario.dia_da_semana, calendario.nome_dia_semana
order by calendario.dia_da_semana
