-- A state has one name and lies in one region of the country, however its municipalities spell them.
with municipios as (
    select
        municipio.regiao_original_id, municipio.pais, estado.regiao_pais, municipio.estado,
        estado.nome_estado, municipio.cidade, municipio.tipo_municipio, municipio.porte_municipio,
        municipio.populacao_estimada, municipio.area_km2, municipio.densidade_demografica,
        municipio.pib_per_capita, municipio.idh, municipio.latitude, municipio.longitude,
        municipio.eh_ativo, municipio.eh_excluido,
        cast(municipio.populacao_estimada as bigint) as populacao
    from {{ ref('dim_regiao') }} as municipio
    inner join {{ ref('vw_estados') }} as estado on municipio.estado = estado.estado
    where municipio.regiao_id > 0
),

regioes as (
    select
        *,
        sum(populacao) over (partition by pais, estado) as populacao_uf,
        sum(populacao) over (partition by pais, regiao_pais) as populacao_da_regiao
    from municipios
)

select
    regiao_original_id, pais, regiao_pais, estado, nome_estado, cidade,
    cast({{ dbt.concat([
        'pais', "' > '", 'regiao_pais', "' > '", 'nome_estado', "' > '", 'cidade'
    ]) }} as {{ tipo('nvarchar(400)') }}) as caminho,
    tipo_municipio, porte_municipio, populacao_estimada,
    cast(populacao_uf as bigint) as populacao_estado,
    cast(populacao_da_regiao as bigint) as populacao_regiao_pais,
    {{ percentual('populacao_estimada', 'populacao_uf') }} as participacao_estado_percent,
    area_km2,
    densidade_demografica, pib_per_capita, idh, latitude, longitude, eh_ativo,
    eh_excluido
from regioes
