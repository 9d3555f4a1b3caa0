select
    -- keys
    categoria_id,
    categoria_pai_id,
    -- attributes
    {{ texto('nome_categoria') }},
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('categoria') }}
