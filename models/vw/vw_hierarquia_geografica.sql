-- A state has one name and lies in one region of the country, however its municipalities spell them.
with regioes as (
    select
        municipio.*,
        estado.nome_estado as nome_do_estado,
        estado.regiao_pais as regiao_do_pais,
        sum(cast(municipio.populacao_estimada as bigint))
            over (partition by municipio.pais, municipio.estado) as populacao_uf,
        sum(cast(municipio.populacao_estimada as bigint))
            over (partition by municipio.pais, estado.regiao_pais) as populacao_da_regiao
    from {{ ref('dim_regiao') }} as municipio
    inner join {{ ref('vw_estados') }} as estado on municipio.estado = estado.estado
    where municipio.regiao_id > 0
)

select
    regiao_original_id, pais, regiao_do_pais as regiao_pais, estado,
    nome_do_estado as nome_estado, cidade,
    cast({{ dbt.concat([
        'pais', "' > '", 'regiao_do_pais', "' > '", 'nome_do_estado', "' > '", 'cidade'
    ]) }} as {{ tipo('nvarchar(400)') }}) as caminho,
    tipo_municipio, porte_municipio, populacao_estimada,
    cast(populacao_uf as bigint) as populacao_estado,
    cast(populacao_da_regiao as bigint) as populacao_regiao_pais,
    {{ percentual('populacao_estimada', 'populacao_uf') }} as participacao_estado_percent,
    area_km2,
    densidade_demografica, pib_per_capita, idh, latitude, longitude, eh_ativo,
    eh_excluido
from regioes
