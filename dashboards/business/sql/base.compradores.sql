-- Buyers by month, for the months of the period, and by the month of their first purchase, of what the
-- filters let through.
select
    periodo_mes,
    primeiro_mes,
    count(*) as clientes,
    sum(valor_receita) as receita
from vw.vw_clientes_mensal
where :fim_mensal = 1 and periodo_mes between :mes_de and :mes_ate
group by periodo_mes, primeiro_mes
union all
select
    meses.periodo_mes,
    primeiros.primeiro_mes,
    count(*) as clientes,
    sum(meses.receita) as receita
from (
    select
        cliente_original_id,
        periodo_mes,
        sum(receita) as receita
    from base.compras
    where :fim_mensal = 0 and data_venda >= :mes_inicio
    group by cliente_original_id, periodo_mes
) as meses
inner join (
    select
        cliente_original_id,
        min(periodo_mes) as primeiro_mes
    from base.compras
    where :fim_mensal = 0
    group by cliente_original_id
) as primeiros on primeiros.cliente_original_id = meses.cliente_original_id
group by meses.periodo_mes, primeiros.primeiro_mes
