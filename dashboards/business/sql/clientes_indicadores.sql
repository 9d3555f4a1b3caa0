-- Buyers of the period and how often they bought in it.
with compradores as (
    select
        cliente_original_id,
        sum(pedidos) as pedidos,
        sum(valor_receita) as receita
    from vw.vw_clientes_mensal
    where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
    group by cliente_original_id
    union all
    select
        cliente_original_id,
        count(*) as pedidos,
        sum(receita) as receita
    from base.compras
    where data_venda >= :de
    group by cliente_original_id
)

select
    count(*) as compradores,
    sum(case when pedidos > 1 then 1 else 0 end) as recompraram,
    sum(pedidos) as pedidos,
    sum(receita) as receita,
    1.0 * sum(receita) / nullif(count(*), 0) as receita_por_cliente,
    100.0 * sum(case when pedidos > 1 then 1 else 0 end) / nullif(count(*), 0)
        as recompra_percent
from compradores
