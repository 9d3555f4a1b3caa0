{{ config(schema='vw', materialized='view') }}
with municipios as (
    select
        estado, nome_estado, regiao_pais,
        count(*) as municipios
    from {{ ref('dim_regiao') }}
    group by estado, nome_estado, regiao_pais
),

em_ordem as (
    select
        *,
        row_number() over (
            partition by estado order by municipios desc, nome_estado, regiao_pais
        ) as posicao
    from municipios
)

select
    estado, nome_estado, regiao_pais
from em_ordem
where posicao = 1
