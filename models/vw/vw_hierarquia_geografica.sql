with regioes as (
    select
        *,
        sum(populacao_estimada) over (partition by pais, estado) as populacao_uf,
        sum(populacao_estimada) over (partition by pais, regiao_pais) as populacao_da_regiao
    from {{ ref('dim_regiao') }}
    where regiao_id > 0
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
