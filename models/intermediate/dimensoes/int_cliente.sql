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
    cliente.logradouro, cliente.numero, cliente.complemento, cliente.bairro, cliente.cep,
    cliente.eh_ativo,
    cliente.aceita_email_marketing,
    {{ bit(linha_valida('regiao')) }} as regiao_conhecida,
    case when {{ linha_valida('regiao') }} then regiao.cidade else 'Desconhecido' end as cidade,
    case when {{ linha_valida('regiao') }} then regiao.estado else 'ND' end as estado,
    case when {{ linha_valida('regiao') }} then regiao.regiao_pais else 'Desconhecido' end
        as regiao_pais,
    case when {{ linha_valida('regiao') }} then regiao.pais else 'Desconhecido' end as pais,
    -- times and quality
    cliente.data_cadastro,
    {{ maior(['cliente.data_atualizacao', 'regiao.data_atualizacao']) }} as data_atualizacao,
    {{ coluna_nula('cliente') }} as coluna_nula
from {{ ref('stg_oltp__cliente') }} as cliente
left join {{ ref('stg_oltp__regiao') }} as regiao on cliente.regiao_id = regiao.regiao_id
