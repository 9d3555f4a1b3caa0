select
    -- keys
    desconto_aplicado_id,
    desconto_id,
    coalesce(pedido_id, -1) as pedido_id,
    item_pedido_id,
    -- attributes
    {{ texto('nivel_aplicacao') }},
    aprovado,
    -- measures
    try_cast(valor_desconto as {{ tipo('decimal(10,2)') }}) as valor_desconto,
    -- times
    try_cast(data_aplicacao as {{ tipo('datetime2(6)') }}) as data_aplicacao,
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
{{ da_origem('desconto_aplicado') }}
