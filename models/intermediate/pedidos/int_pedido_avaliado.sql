select
    -- keys
    pedido.pedido_id,
    pedido.numero_pedido,
    pedido.cliente_id,
    pedido.regiao_entrega_id,
    -- attributes
    coalesce(pedido.canal, 'Desconhecido') as canal,
    coalesce(pedido.status, 'Desconhecido') as status,
    pedido.data_pedido,
    -- measures
    coalesce(pedido.valor_frete, 0) as valor_frete,
    -- quality
    afetados.recarregar,
    case
        when cliente.cliente_id is null then 'pedido_cliente'
        when regiao.regiao_id is null then 'pedido_regiao'
        when
            pedido.data_pedido is null or not {{ data_pedido_valida('pedido.data_pedido') }}
            then 'pedido_data'
    end as regra
from {{ ref('int_pedidos_afetados') }} as afetados
inner join {{ ref('stg_oltp__pedido') }} as pedido on afetados.pedido_id = pedido.pedido_id
left join {{ ref('stg_oltp__cliente') }} as cliente on pedido.cliente_id = cliente.cliente_id
left join {{ ref('stg_oltp__regiao') }} as regiao on pedido.regiao_entrega_id = regiao.regiao_id
