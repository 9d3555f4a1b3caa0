select
    -- keys
    vendedor_id,
    equipe_id,
    gerente_id,
    -- attributes
    nome_vendedor,
    matricula,
    cpf,
    email,
    telefone_celular,
    cargo,
    nivel_senioridade,
    estado_atuacao,
    cidade_atuacao,
    tipo_vendedor,
    cast(data_contratacao as {{ tipo('date') }}) as data_contratacao,
    cast(data_desligamento as {{ tipo('date') }}) as data_desligamento,
    situacao,
    -- measures
    cast(meta_mensal_base as {{ tipo('decimal(15,2)') }}) as meta_mensal_base,
    cast(percentual_comissao_padrao as {{ tipo('decimal(5,2)') }}) as percentual_comissao_padrao,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'vendedor') }}
