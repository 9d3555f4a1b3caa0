-- Buyers of each month of the period: new (their first purchase ever, of what the filters let through)
-- or returning.
select
    periodo_mes as quando,
    sum(case when periodo_mes = primeiro_mes then clientes else 0 end) as novos,
    sum(case when periodo_mes = primeiro_mes then 0 else clientes end) as recorrentes,
    sum(case when periodo_mes = primeiro_mes then receita else 0 end) as receita_novos,
    sum(case when periodo_mes = primeiro_mes then 0 else receita end) as receita_recorrentes
from base.compradores
group by periodo_mes
order by periodo_mes
