select
    -- keys
    item_pedido_id,
    coalesce(pedido_id, -1) as pedido_id,
    produto_id,
    vendedor_id,
    -- measures
    try_cast(quantidade as {{ tipo('int') }}) as quantidade,
    try_cast(preco_unitario as {{ tipo('decimal(10,2)') }}) as preco_unitario,
    try_cast(custo_unitario as {{ tipo('decimal(10,2)') }}) as custo_unitario,
    try_cast(valor_frete as {{ tipo('decimal(10,2)') }}) as valor_frete,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
{{ da_origem('item_pedido') }}
