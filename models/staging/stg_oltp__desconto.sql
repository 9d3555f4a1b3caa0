select
    -- keys
    desconto_id,
    -- attributes
    {{ texto('codigo_desconto') }},
    {{ texto('nome_campanha') }},
    {{ texto('tipo_desconto') }},
    {{ texto('metodo_desconto') }},
    {{ texto('aplica_em') }},
    try_cast(data_inicio_validade as {{ tipo('datetime2(6)') }}) as data_inicio_validade,
    try_cast(data_fim_validade as {{ tipo('datetime2(6)') }}) as data_fim_validade,
    {{ texto('situacao') }},
    -- measures
    try_cast(valor_desconto as {{ tipo('decimal(10,2)') }}) as valor_desconto,
    try_cast(min_valor_compra as {{ tipo('decimal(10,2)') }}) as min_valor_compra,
    try_cast(max_valor_desconto as {{ tipo('decimal(10,2)') }}) as max_valor_desconto,
    try_cast(custo_campanha as {{ tipo('decimal(15,2)') }}) as custo_campanha,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('desconto') }}
