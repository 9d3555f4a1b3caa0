select
    -- keys
    cliente_id,
    regiao_id,
    -- attributes
    nome_cliente,
    email,
    telefone,
    cpf_cnpj,
    cast(data_nascimento as {{ tipo('date') }}) as data_nascimento,
    genero,
    segmento,
    logradouro,
    numero,
    complemento,
    bairro,
    cep,
    eh_ativo,
    aceita_email_marketing,
    -- measures
    score_credito,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'cliente') }}
