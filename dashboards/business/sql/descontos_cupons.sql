-- The 25 coupons that were used most.
with cupons as (
    select
        codigo_desconto as cupom,
        nome_campanha as campanha,
        count(*) as usos,
        count(distinct pedido_original_id) as pedidos,
        100.0 * sum(case when desconto_aprovado = 1 then 1 else 0 end) / count(*)
            as aprovacao_percent,
        sum(case when eh_cancelado = 1 then 0 else valor_desconto_aplicado end) as concedido,
        row_number() over (order by count(*) desc, codigo_desconto) as lugar
    from vw.vw_descontos_completa
    where
        metodo_desconto = 'Cupom'
        and data_aplicacao between :de and :ate
    group by codigo_desconto, nome_campanha
)

select
    cupom,
    campanha,
    usos,
    pedidos,
    aprovacao_percent,
    concedido
from cupons
where lugar <= 25
order by lugar
