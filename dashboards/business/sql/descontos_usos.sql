-- Discounts asked for and approved, by month and method.
select
    periodo_mes as quando,
    metodo_desconto as metodo,
    count(*) as usos,
    sum(case when desconto_aprovado = 1 then 1 else 0 end) as aprovados,
    sum(case when desconto_aprovado = 1 then 0 else 1 end) as recusados,
    sum(valor_desconto_solicitado) as solicitado,
    sum(case when eh_cancelado = 1 then 0 else valor_desconto_aplicado end) as concedido
from vw.vw_descontos_completa
where data_aplicacao between :de and :ate
group by periodo_mes, metodo_desconto
order by periodo_mes, metodo_desconto
