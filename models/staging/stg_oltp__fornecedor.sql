select
    -- keys
    fornecedor_id,
    -- attributes
    {{ texto('nome_fornecedor') }},
    {{ texto('pais_origem') }},
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'fornecedor') }}
