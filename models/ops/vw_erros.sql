with mensagens as (
    select run_id, entidade, categoria_erro, mensagem_erro, finalizado_em
    from {{ source('auditoria', 'etl_run_entity') }}
    where mensagem_erro is not null and status = 'failed'

    union all

    select
        run_id, 'pipeline', cast(null as {{ tipo('nvarchar(30)') }}), mensagem_erro, finalizado_em
    from {{ source('auditoria', 'etl_run') }}
    where mensagem_erro is not null and status <> 'running'

    union all

    select
        run_id, 'pipeline', cast(null as {{ tipo('nvarchar(30)') }}),
        '{{ mensagem_da_morta() }}', finalizado_em
    from {{ source('auditoria', 'etl_run') }}
    where status = 'running' and {{ execucao_parada() }}
),

-- The first pattern that fits; the last one fits everything.
erros as (
    select
        mensagens.*,
        (
            select min(padrao.ordem) from {{ ref('taxonomia_erros') }} as padrao
            where lower(mensagens.mensagem_erro) like lower(padrao.padrao)
        ) as ordem
    from mensagens
)

select
    erros.run_id,
    cast(erros.entidade as {{ tipo('nvarchar(200)') }}) as entidade,
    erros.finalizado_em,
    cast(coalesce(erros.categoria_erro, taxonomia.categoria, 'outro')
        as {{ tipo('nvarchar(30)') }}) as categoria_erro,
    cast(coalesce(taxonomia.gravidade, 'alta') as {{ tipo('nvarchar(10)') }}) as gravidade,
    cast(taxonomia.orientacao as {{ tipo('nvarchar(200)') }}) as orientacao,
    cast(erros.mensagem_erro as {{ tipo('nvarchar(2000)') }}) as mensagem_erro
from erros
left join {{ ref('taxonomia_erros') }} as taxonomia on taxonomia.ordem = erros.ordem
