select
    -- keys
    meta_id,
    vendedor_id,
    -- attributes
    try_cast(periodo_inicio as {{ tipo('date') }}) as periodo_inicio,
    {{ texto('tipo_periodo') }},
    {{ texto('observacoes') }},
    -- measures
    try_cast(valor_meta as {{ tipo('decimal(15,2)') }}) as valor_meta,
    try_cast(quantidade_meta as {{ tipo('int') }}) as quantidade_meta,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    {{ carimbo('data_atualizacao') }} as data_atualizacao
{{ da_origem('meta_vendedor') }}
