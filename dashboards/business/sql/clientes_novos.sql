-- Buyers of each month of the period: new (their first purchase, of what the filters let through, is of
-- this month and of the period) or returning.
select
    periodo_mes as quando,
    sum(case when novo = 1 then clientes else 0 end) as novos,
    sum(case when novo = 1 then 0 else clientes end) as recorrentes
from base.compradores
group by periodo_mes
order by periodo_mes
