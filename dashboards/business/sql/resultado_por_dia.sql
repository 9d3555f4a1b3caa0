-- Day by day of the period.
with somas as (
    select
        data_venda as quando,
        sum(pedidos) as pedidos,
        sum(bruto) as bruto,
        sum(descontos) as descontos,
        sum(receita) as receita,
        case when count(margem) = count(*) then sum(margem) end as margem,
        case when count(frete) = count(*) then sum(frete) end as frete,
        sum(cancelados) as cancelados,
        sum(valor_cancelado) as valor_cancelado
    from base.resultado
    where data_venda between :de and :ate
    group by data_venda
)

select
    quando,
    pedidos,
    bruto,
    descontos,
    receita,
    margem,
    frete,
    cancelados,
    valor_cancelado,
    100.0 * cancelados / nullif(pedidos + cancelados, 0) as cancelados_percent,
    100.0 * valor_cancelado / nullif(bruto - descontos + valor_cancelado, 0) as valor_cancelado_percent,
    100.0 * frete / nullif(receita, 0) as frete_percent,
    1.0 * frete / nullif(pedidos, 0) as frete_por_pedido
from somas
order by quando
