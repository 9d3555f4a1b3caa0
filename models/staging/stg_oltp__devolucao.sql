select
    -- keys
    devolucao_id,
    coalesce(item_pedido_id, -1) as item_pedido_id,
    -- attributes
    {{ texto('motivo') }},
    -- measures
    try_cast(quantidade as {{ tipo('int') }}) as quantidade,
    try_cast(valor_devolvido as {{ tipo('decimal(10,2)') }}) as valor_devolvido,
    -- times
    try_cast(data_devolucao as {{ tipo('datetime2(6)') }}) as data_devolucao,
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
{{ da_origem('devolucao') }}
