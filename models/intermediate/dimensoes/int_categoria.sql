select
    categoria_id,
    data_atualizacao,
    {{ coluna_nula('categoria') }} as coluna_nula
from {{ ref('stg_oltp__categoria') }} as categoria
