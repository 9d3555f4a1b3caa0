-- What was sold and what was cancelled, in the period (atual), in the one that it is compared with
-- (anterior) and in the same days a year earlier (ano): in all, by month, day, channel and state.
with vendas as (
    select
        data_venda,
        estado_entrega,
        nome_estado_entrega,
        regiao_pais_entrega,
        canal,
        (1 - eh_cancelado) * pedidos as pedidos,
        (1 - eh_cancelado) * bruto as bruto,
        (1 - eh_cancelado) * descontos as descontos,
        (1 - eh_cancelado) * receita as receita,
        case when eh_cancelado = 1 then 0 else margem end as margem,
        case when eh_cancelado = 1 then 0 else frete end as frete,
        (1 - eh_cancelado) * vendidas as vendidas,
        (1 - eh_cancelado) * devolvidas as devolvidas,
        eh_cancelado * pedidos as cancelados,
        eh_cancelado * (bruto - descontos) as valor_cancelado
    from base.vendas
),

somas as (
    select
        periodos.periodo,
        case
            when grouping(vendas.canal) = 0 then 'canal'
            when grouping(vendas.estado_entrega) = 0 then 'estado'
            when grouping(vendas.data_venda) = 0 then 'dia'
            when grouping(calendario.primeiro_dia_mes) = 0 then 'mes'
            else 'total'
        end as grupo,
        coalesce(vendas.data_venda, calendario.primeiro_dia_mes) as quando,
        vendas.canal,
        vendas.estado_entrega as uf,
        vendas.nome_estado_entrega as estado,
        vendas.regiao_pais_entrega as regiao,
        sum(vendas.pedidos) as pedidos,
        sum(vendas.bruto) as bruto,
        sum(vendas.descontos) as descontos,
        sum(vendas.receita) as receita,
        case when count(vendas.margem) = count(*) then sum(vendas.margem) end as margem,
        case when count(vendas.frete) = count(*) then sum(vendas.frete) end as frete,
        sum(vendas.vendidas) as vendidas,
        sum(vendas.devolvidas) as devolvidas,
        sum(vendas.cancelados) as cancelados,
        sum(vendas.valor_cancelado) as valor_cancelado
    from base.periodos as periodos
    inner join vendas on vendas.data_venda between periodos.inicio and periodos.fim
    inner join vw.vw_calendario_completo as calendario
        on calendario.data_completa = vendas.data_venda
    group by grouping sets (
        (periodos.periodo),
        (periodos.periodo, calendario.primeiro_dia_mes),
        (periodos.periodo, vendas.data_venda),
        (periodos.periodo, vendas.canal),
        (
            periodos.periodo, vendas.estado_entrega, vendas.nome_estado_entrega,
            vendas.regiao_pais_entrega
        )
    )
)

select
    *,
    vendidas - devolvidas as unidades,
    bruto - descontos - receita as devolvido,
    1.0 * receita / nullif(pedidos, 0) as ticket_medio,
    100.0 * margem / nullif(receita, 0) as margem_percent,
    100.0 * devolvidas / nullif(vendidas, 0) as devolucao_percent,
    100.0 * descontos / nullif(bruto, 0) as desconto_percent,
    100.0 * receita / nullif(sum(receita) over (partition by periodo, grupo), 0) as participacao_percent,
    100.0 * cancelados / nullif(pedidos + cancelados, 0) as cancelados_percent,
    100.0 * valor_cancelado / nullif(bruto - descontos + valor_cancelado, 0) as valor_cancelado_percent,
    100.0 * frete / nullif(receita, 0) as frete_percent,
    1.0 * frete / nullif(pedidos, 0) as frete_por_pedido
from somas
order by periodo, grupo, quando, receita desc, canal, uf
