-- The 25 coupons that were used most.
with cupons as (
    select
        codigo_desconto as cupom,
        nome_campanha as campanha,
        sum(usos) as usos,
        100.0 * sum(aprovados) / sum(usos) as aprovacao_percent,
        sum(concedido) as concedido,
        row_number() over (order by sum(usos) desc, codigo_desconto) as lugar
    from base.usos
    where metodo_desconto = 'Cupom'
    group by codigo_desconto, nome_campanha
)

select
    cupom,
    campanha,
    usos,
    aprovacao_percent,
    concedido
from cupons
where lugar <= 25
order by lugar
