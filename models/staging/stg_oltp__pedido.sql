select
    -- keys
    pedido_id,
    cliente_id,
    regiao_entrega_id,
    -- attributes
    {{ texto('numero_pedido') }},
    {{ texto('canal') }},
    {{ texto('status') }},
    -- measures
    try_cast(valor_frete as {{ tipo('decimal(10,2)') }}) as valor_frete,
    -- times
    try_cast(data_pedido as {{ tipo('datetime2(6)') }}) as data_pedido,
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
{{ da_origem('pedido') }}
