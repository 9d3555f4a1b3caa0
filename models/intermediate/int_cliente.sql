with cliente as (
    select * from {{ ref('stg_oltp__cliente') }}
),

regiao as (
    select * from {{ ref('int_regiao') }}
)

select
    -- keys
    cliente.cliente_id,
    cliente.regiao_id as regiao_original_id,
    -- attributes
    cliente.nome_cliente,
    cliente.email,
    cliente.telefone,
    cliente.cpf_cnpj,
    cliente.data_nascimento,
    cliente.genero,
    cliente.segmento,
    cliente.score_credito,
    cliente.logradouro,
    cliente.numero,
    cliente.complemento,
    cliente.bairro,
    cliente.cep,
    cliente.eh_ativo,
    cliente.aceita_email_marketing,
    regiao.cidade,
    regiao.estado,
    regiao.regiao_pais,
    regiao.pais,
    -- times and quality
    cliente.data_cadastro,
    {{ maior(['cliente.data_atualizacao', 'regiao.data_atualizacao']) }} as data_atualizacao,
    {{ coluna_nula(
        ['nome_cliente', 'segmento', 'regiao_id', 'eh_ativo', 'aceita_email_marketing'], 'cliente'
    ) }} as coluna_nula
from cliente
left join regiao on cliente.regiao_id = regiao.regiao_id and regiao.coluna_nula is null
