-- Buyers of the period by month, by the month of their first purchase of what the filters let through,
-- and whether that purchase is of this month and of the period (novo). Whole months without a filter
-- (:mensal = 1) are kept ready.
select
    periodo_mes,
    primeiro_mes,
    case when periodo_mes = primeiro_mes then 1 else 0 end as novo,
    count(*) as clientes
from vw.vw_clientes_mensal
where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
group by periodo_mes, primeiro_mes
union all
select
    concat(left(cast(mes_id as char(6)), 4), '-', right(cast(mes_id as char(6)), 2)) as periodo_mes,
    concat(left(cast(primeiro_mes_id as char(6)), 4), '-', right(cast(primeiro_mes_id as char(6)), 2))
        as primeiro_mes,
    novo,
    count(*) as clientes
from (
    select
        compras.cliente_original_id,
        compras.mes_id,
        year(primeiras.primeira) * 100 + month(primeiras.primeira) as primeiro_mes_id,
        max(case
            when
                primeiras.primeira >= :de
                and year(primeiras.primeira) * 100 + month(primeiras.primeira) = compras.mes_id
                then 1
            else 0
        end) as novo
    from base.compras as compras
    inner join base.primeiras as primeiras
        on primeiras.cliente_original_id = compras.cliente_original_id
    where compras.data_venda >= :de
    group by compras.cliente_original_id, compras.mes_id, primeiras.primeira
) as filtrados
group by mes_id, primeiro_mes_id, novo
