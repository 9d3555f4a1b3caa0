with lidas as (
    select
        -- keys
        cliente_id,
        regiao_id,
        -- attributes
        {{ texto('nome_cliente') }},
        {{ texto('email') }},
        {{ texto('telefone') }},
        {{ texto('cpf_cnpj') }},
        try_cast(data_nascimento as {{ tipo('date') }}) as data_nascimento,
        {{ texto('genero') }},
        {{ texto('segmento') }},
        {{ texto('logradouro') }},
        {{ texto('numero') }},
        {{ texto('complemento') }},
        {{ texto('bairro') }},
        {{ texto('cep') }},
        eh_ativo,
        aceita_email_marketing,
        -- measures
        try_cast(score_credito as {{ tipo('int') }}) as score_credito,
        -- times
        try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
        try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
    {{ da_origem('cliente') }}
)

{{ sem_dados_pessoais('lidas') }}
