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
    concat(left(cast(mes_id as char(6)), 4), '-', right(cast(mes_id as char(6)), 2)) as periodo_mes,
    concat(left(cast(primeiro_mes_id as char(6)), 4), '-', right(cast(primeiro_mes_id as char(6)), 2))
        as primeiro_mes,
    clientes,
    receita
from (
    select
        meses.mes_id,
        primeiros.primeiro_mes_id,
        count(*) as clientes,
        sum(meses.receita) as receita
    from (
        select
            cliente_original_id,
            mes_id,
            sum(receita) as receita
        from base.compras
        where :fim_mensal = 0 and data_venda >= :mes_inicio
        group by cliente_original_id, mes_id
    ) as meses
    inner join (
        select
            cliente_original_id,
            min(mes_id) as primeiro_mes_id
        from base.compras
        where :fim_mensal = 0
        group by cliente_original_id
    ) as primeiros on primeiros.cliente_original_id = meses.cliente_original_id
    group by meses.mes_id, primeiros.primeiro_mes_id
) as filtrados
