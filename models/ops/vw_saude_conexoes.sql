{%- set origem = "cast('2000-01-01' as " ~ tipo('datetime2(6)') ~ ")" -%}
with eventos as (
    select
        {{ dbt.datediff(origem, 'evento_em', 'hour') }} as hora_numero,
        coalesce(aplicacao, 'desconhecida') as aplicacao,
        case
            when sucesso = 1 then 'sucesso'
            else coalesce(categoria_erro, 'outro')
        end as categoria,
        case when sucesso = 1 then 0 else 1 end as falha,
        duracao_ms
    from {{ source('auditoria', 'connection_login_events') }}
),

grupos as (
    select
        hora_numero, aplicacao, categoria,
        cast(count(*) as bigint) as tentativas,
        sum(falha) as falhas,
        avg(cast(duracao_ms as decimal(18, 3))) as duracao_media,
        max(duracao_ms) as duracao_maxima
    from eventos
    group by hora_numero, aplicacao, categoria
),

totais as (
    select
        *,
        sum(tentativas) over (partition by hora_numero, aplicacao) as tentativas_total,
        sum(tentativas - falhas) over (partition by hora_numero, aplicacao) as sucessos_total
    from grupos
)

select
    cast({{ dbt.dateadd('hour', 'hora_numero', origem) }} as {{ tipo('datetime2(6)') }}) as hora,
    cast(aplicacao as {{ tipo('nvarchar(200)') }}) as aplicacao,
    cast(categoria as {{ tipo('nvarchar(30)') }}) as categoria,
    cast(tentativas as bigint) as tentativas,
    cast(falhas as bigint) as falhas,
    cast(duracao_media as decimal(18, 3)) as duracao_media_ms,
    cast(duracao_maxima as decimal(18, 3)) as duracao_maxima_ms,
    cast(tentativas_total as bigint) as tentativas_da_aplicacao,
    {{ percentual('sucessos_total', 'tentativas_total') }} as sucesso_da_aplicacao_percent
from totais
