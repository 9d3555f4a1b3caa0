select
    -- keys
    meta_id,
    vendedor_id,
    -- attributes
    cast(periodo_inicio as {{ tipo('date') }}) as periodo_inicio,
    {{ texto('tipo_periodo') }},
    {{ texto('observacoes') }},
    -- measures
    cast(valor_meta as {{ tipo('decimal(15,2)') }}) as valor_meta,
    quantidade_meta,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
from {{ source('oltp', 'meta_vendedor') }}
