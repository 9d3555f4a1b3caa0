-- What was cancelled, and the freight of what was not, out of the source alone.
with pedidos as (
    select
        pedido.status = 'Cancelado' as cancelado,
        pedido.valor_frete,
        (
            select sum(item.quantidade * item.preco_unitario) from core.item_pedido as item
            where item.pedido_id = pedido.pedido_id and item.quantidade > 0
        ) - coalesce((
            select sum(desconto.valor_desconto) from core.desconto_aplicado as desconto
            where
                desconto.pedido_id = pedido.pedido_id
                and desconto.aprovado
                and desconto.nivel_aplicacao <> 'Frete'
        ), 0) as liquido
    from core.pedido
    inner join core.regiao on regiao.regiao_id = pedido.regiao_entrega_id
    where
        cast(pedido.data_pedido as date) between $de and $ate
        and ($regiao = '' or regiao.regiao_pais = $regiao)
        and ($estado = '' or regiao.estado = $estado)
        and ($canal = '' or pedido.canal = $canal)
        and pedido.pedido_id in (select pedido_id from core.item_pedido where quantidade > 0)
)

select
    count(*) filter (not cancelado) as pedidos,
    count(*) filter (cancelado) as cancelados,
    coalesce(sum(liquido) filter (cancelado), 0) as valor_cancelado,
    100 * coalesce(sum(liquido) filter (cancelado), 0) / sum(liquido) as valor_cancelado_percent,
    coalesce(sum(valor_frete) filter (not cancelado), 0) as frete
from pedidos
