with testes as (
    select
        run_id,
        cast('teste' as {{ tipo('nvarchar(12)') }}) as origem,
        entidade,
        teste as item,
        coluna, severidade, status, falhas,
        cast(null as bigint) as abertas,
        cast(null as bigint) as resolvidas,
        executado_em as medido_em
    from {{ source('auditoria', 'dq_resultado') }}
),

quarentena as (
    select
        run_id,
        cast('quarentena' as {{ tipo('nvarchar(12)') }}) as origem,
        entidade,
        regra as item,
        cast(null as {{ tipo('nvarchar(200)') }}) as coluna,
        'error' as severidade,
        case when count(*) = count(resolvido_em) then 'resolvida' else 'aberta' end as status,
        count(*) as falhas,
        count(*) - count(resolvido_em) as abertas,
        count(resolvido_em) as resolvidas,
        max(detectado_em) as medido_em
    from {{ ref('quarentena') }}
    group by run_id, entidade, regra
),

medidas as (
    select * from testes
    union all
    select * from quarentena
)

select
    run_id, origem,
    cast(entidade as {{ tipo('nvarchar(200)') }}) as entidade,
    cast(item as {{ tipo('nvarchar(300)') }}) as item,
    cast(coluna as {{ tipo('nvarchar(200)') }}) as coluna,
    cast(severidade as {{ tipo('nvarchar(10)') }}) as severidade,
    cast(status as {{ tipo('nvarchar(20)') }}) as status,
    cast(falhas as bigint) as falhas,
    cast(abertas as bigint) as abertas,
    cast(resolvidas as bigint) as resolvidas,
    medido_em
from medidas
