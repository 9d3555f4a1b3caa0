select
    fornecedor_id,
    data_atualizacao,
    {{ coluna_nula('fornecedor') }} as coluna_nula
from {{ ref('stg_oltp__fornecedor') }} as fornecedor
