select
    -- keys
    desconto_id,
    -- attributes
    codigo_desconto,
    nome_campanha,
    tipo_desconto,
    metodo_desconto,
    aplica_em,
    situacao,
    data_inicio_validade,
    data_fim_validade,
    -- measures
    valor_desconto,
    min_valor_compra,
    max_valor_desconto,
    custo_campanha,
    -- times and quality
    data_atualizacao,
    {{ coluna_nula('desconto') }} as coluna_nula
from {{ ref('stg_oltp__desconto') }} as desconto
