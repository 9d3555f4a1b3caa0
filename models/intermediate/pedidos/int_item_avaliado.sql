{{ config(post_hook="{{ lembrar_perdedores() }}") }}
select
    -- keys
    item.item_pedido_id,
    item.pedido_id,
    item.produto_id,
    item.vendedor_id,
    -- measures
    item.quantidade,
    item.preco_unitario,
    item.custo_unitario,
    item.valor_frete,
    pedido.valor_frete as frete_pedido,
    cast(item.quantidade * item.preco_unitario as decimal(18, 2)) as valor_bruto,
    cast(item.quantidade * item.custo_unitario as decimal(18, 2)) as custo_total,
    -- quality
    case
        when pedido.existe = 0 or pedido.regra is not null or produto.produto_id is null
            then 'item_orfao'
        when item.quantidade is null or item.quantidade <= 0 then 'item_quantidade'
        when item.preco_unitario is null or item.preco_unitario < 0 then 'item_preco'
        when item.custo_unitario is null or item.custo_unitario < 0 then 'item_custo'
    end as regra
from {{ ref('int_pedidos_afetados') }} as pedido
inner join {{ ref('stg_oltp__item_pedido') }} as item on pedido.pedido_id = item.pedido_id
left join {{ ref('stg_oltp__produto') }} as produto on item.produto_id = produto.produto_id
where pedido.em_voo = 0
