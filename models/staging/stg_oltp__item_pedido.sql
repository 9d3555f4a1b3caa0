select
    -- keys
    item_pedido_id,
    coalesce(pedido_id, -1) as pedido_id,
    produto_id,
    vendedor_id,
    -- measures
    quantidade,
    cast(preco_unitario as {{ tipo('decimal(10,2)') }}) as preco_unitario,
    cast(custo_unitario as {{ tipo('decimal(10,2)') }}) as custo_unitario,
    cast(valor_frete as {{ tipo('decimal(10,2)') }}) as valor_frete,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
from {{ source('oltp', 'item_pedido') }}
