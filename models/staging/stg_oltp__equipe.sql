select
    -- keys
    equipe_id,
    lider_vendedor_id,
    -- attributes
    {{ texto('nome_equipe') }},
    {{ texto('codigo_equipe') }},
    {{ texto('tipo_equipe') }},
    {{ texto('categoria_equipe') }},
    {{ texto('regional') }},
    {{ texto('estado_sede') }},
    {{ texto('cidade_sede') }},
    try_cast(data_criacao as {{ tipo('date') }}) as data_criacao,
    try_cast(data_inativacao as {{ tipo('date') }}) as data_inativacao,
    {{ texto('situacao') }},
    -- measures
    try_cast(meta_mensal_equipe as {{ tipo('decimal(15,2)') }}) as meta_mensal_equipe,
    try_cast(qtd_membros_ideal as {{ tipo('int') }}) as qtd_membros_ideal,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('equipe') }}
