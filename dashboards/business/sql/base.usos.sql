-- Uses of discounts in the period by month and discount.
select
    periodo_mes,
    metodo_desconto,
    codigo_desconto,
    nome_campanha,
    count(*) as usos,
    sum(case when desconto_aprovado = 1 then 1 else 0 end) as aprovados,
    sum(valor_desconto_solicitado) as solicitado,
    sum(case when eh_cancelado = 1 then 0 else valor_desconto_aplicado end) as concedido
from vw.vw_usos_de_desconto
where data_aplicacao between :de and :ate
group by periodo_mes, metodo_desconto, codigo_desconto, nome_campanha
