with alertas as (
    select * from {{ ref('vw_alertas_carga') }}
    union all
    select * from {{ ref('vw_alertas_dados') }}
)

select
    cast(
        {{ dbt.concat(['tipo', "':'", 'entidade', "':'", 'item']) }} as {{ tipo('nvarchar(600)') }}
    ) as alerta_id,
    cast(gravidade as {{ tipo('nvarchar(10)') }}) as gravidade,
    cast(tipo as {{ tipo('nvarchar(30)') }}) as tipo,
    cast(entidade as {{ tipo('nvarchar(200)') }}) as entidade,
    cast(mensagem as {{ tipo('nvarchar(4000)') }}) as mensagem,
    cast(desde as {{ tipo('datetime2(6)') }}) as desde
from alertas
