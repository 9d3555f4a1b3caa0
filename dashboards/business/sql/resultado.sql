-- What was lost on the way, in the period and in those that it stands against.
with somas as (
    select
        periodos.periodo,
        sum(resultado.pedidos) as pedidos,
        sum(resultado.bruto) as bruto,
        sum(resultado.descontos) as descontos,
        sum(resultado.receita) as receita,
        case when count(resultado.margem) = count(*) then sum(resultado.margem) end as margem,
        case when count(resultado.frete) = count(*) then sum(resultado.frete) end as frete,
        sum(resultado.cancelados) as cancelados,
        sum(resultado.valor_cancelado) as valor_cancelado
    from base.periodos as periodos
    inner join base.resultado as resultado
        on resultado.data_venda between periodos.inicio and periodos.fim
    group by periodos.periodo
)

select
    periodo,
    bruto - descontos - receita as devolvido,
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
order by periodo
