select
    -- keys
    regiao_id,
    -- attributes
    pais,
    regiao_pais,
    estado,
    nome_estado,
    cidade,
    cep_inicial,
    cep_final,
    ddd,
    tipo_municipio,
    latitude,
    longitude,
    fuso_horario,
    eh_ativo,
    -- measures
    populacao_estimada,
    area_km2,
    pib_per_capita,
    idh,
    -- times and quality
    data_atualizacao,
    {{ coluna_nula('regiao') }} as coluna_nula
from {{ ref('stg_oltp__regiao') }} as regiao
