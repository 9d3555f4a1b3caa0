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
    cast(valor_desconto as {{ tipo('decimal(10,2)') }}) as valor_desconto,
    -- times
    cast(data_aplicacao as {{ tipo('datetime2(6)') }}) as data_aplicacao,
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
from {{ source('oltp', 'desconto_aplicado') }}
