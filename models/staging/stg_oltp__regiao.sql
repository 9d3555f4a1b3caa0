select
    -- keys
    regiao_id,
    -- attributes
    {{ texto('pais') }},
    {{ texto('regiao_pais') }},
    {{ texto('estado') }},
    {{ texto('nome_estado') }},
    {{ texto('cidade') }},
    {{ texto('cep_inicial') }},
    {{ texto('cep_final') }},
    {{ texto('ddd') }},
    {{ texto('tipo_municipio') }},
    {{ texto('fuso_horario') }},
    eh_ativo,
    -- measures
    populacao_estimada,
    try_cast(area_km2 as {{ tipo('decimal(12,3)') }}) as area_km2,
    try_cast(pib_per_capita as {{ tipo('decimal(12,2)') }}) as pib_per_capita,
    try_cast(idh as {{ tipo('decimal(4,3)') }}) as idh,
    try_cast(latitude as {{ tipo('decimal(9,6)') }}) as latitude,
    try_cast(longitude as {{ tipo('decimal(9,6)') }}) as longitude,
    -- times
    try_cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    try_cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
{{ da_origem('regiao') }}
