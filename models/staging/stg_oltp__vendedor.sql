select
    -- keys
    vendedor_id,
    equipe_id,
    gerente_id,
    -- attributes
    {{ texto('nome_vendedor') }},
    {{ texto('matricula') }},
    {{ texto('cpf') }},
    {{ texto('email') }},
    {{ texto('telefone_celular') }},
    {{ texto('cargo') }},
    {{ texto('nivel_senioridade') }},
    {{ texto('estado_atuacao') }},
    {{ texto('cidade_atuacao') }},
    {{ texto('tipo_vendedor') }},
    try_cast(data_contratacao as {{ tipo('date') }}) as data_contratacao,
    try_cast(data_desligamento as {{ tipo('date') }}) as data_desligamento,
    {{ texto('situacao') }},
    -- measures
    try_cast(meta_mensal_base as {{ tipo('decimal(15,2)') }}) as meta_mensal_base,
    try_cast(percentual_comissao_padrao as {{ tipo('decimal(5,2)') }}) as percentual_comissao_padrao,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('vendedor') }}
