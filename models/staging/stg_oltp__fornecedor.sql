select
    -- keys
    fornecedor_id,
    -- attributes
    {{ texto('nome_fornecedor') }},
    {{ texto('pais_origem') }},
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('fornecedor') }}
