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
    cast(area_km2 as {{ tipo('decimal(12,3)') }}) as area_km2,
    cast(pib_per_capita as {{ tipo('decimal(12,2)') }}) as pib_per_capita,
    cast(idh as {{ tipo('decimal(4,3)') }}) as idh,
    cast(latitude as {{ tipo('decimal(9,6)') }}) as latitude,
    cast(longitude as {{ tipo('decimal(9,6)') }}) as longitude,
    -- times
    cast(data_cadastro as {{ tipo('datetime2(6)') }}) as data_cadastro,
    cast(data_atualizacao as {{ tipo('datetime2(6)') }}) as data_atualizacao
from {{ source('oltp', 'regiao') }}
