-- Buyers of the period, how often they bought in it, and who bought for the first time in it.
with compradores as (
    select
        cliente_original_id,
        sum(pedidos) as pedidos,
        sum(valor_receita) as receita,
        case when min(primeiro_mes) >= :mes_de then 1 else 0 end as novo
    from vw.vw_clientes_mensal
    where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
    group by cliente_original_id
    union all
    select
        compras.cliente_original_id,
        count(*) as pedidos,
        sum(compras.receita) as receita,
        max(case when primeiras.primeira >= :de then 1 else 0 end) as novo
    from base.compras as compras
    inner join base.primeiras as primeiras
        on primeiras.cliente_original_id = compras.cliente_original_id
    where compras.data_venda >= :de
    group by compras.cliente_original_id
)

select
    count(*) as compradores,
    coalesce(sum(novo), 0) as novos,
    sum(case when pedidos > 1 then 1 else 0 end) as recompraram,
    sum(pedidos) as pedidos,
    sum(receita) as receita,
    1.0 * sum(receita) / nullif(count(*), 0) as receita_por_cliente,
    100.0 * sum(case when pedidos > 1 then 1 else 0 end) / nullif(count(*), 0)
        as recompra_percent,
    100.0 * sum(case when novo = 0 then receita else 0 end) / nullif(sum(receita), 0)
        as recorrentes_percent
from compradores
