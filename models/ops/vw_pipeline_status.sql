with cargas as (
    select
        *,
        linhas_inseridas + linhas_atualizadas as linhas_gravadas,
        row_number() over (partition by entidade order by run_id desc) as ordem
    from {{ source('auditoria', 'etl_run_entity') }}
    where tipo_recurso = 'model'
),

-- The ten runs before the last one: what is usual.
anteriores as (
    select
        entidade,
        cast(linhas_gravadas as decimal(18, 1)) as linhas,
        cast(duracao_s as decimal(18, 3)) as duracao,
        count(*) over (partition by entidade) as total,
        row_number() over (
            partition by entidade order by linhas_gravadas, run_id
        ) as posicao_linhas,
        row_number() over (partition by entidade order by duracao_s, run_id) as posicao_duracao
    from cargas
    where ordem between 2 and 11 and status = 'success'
),

-- Median: the middle row, or the mean of the middle two.
usual as (
    select
        entidade,
        count(*) as execucoes,
        avg(case when 2 * posicao_linhas between total and total + 2 then linhas end) as linhas,
        avg(case when 2 * posicao_duracao between total and total + 2 then duracao end) as duracao
    from anteriores
    group by entidade
),

erros as (
    select
        cargas.entidade, taxonomia.gravidade, taxonomia.orientacao,
        row_number() over (partition by cargas.entidade order by taxonomia.ordem) as posicao
    from cargas
    inner join {{ ref('taxonomia_erros') }} as taxonomia
        on lower(cargas.mensagem_erro) like lower(taxonomia.padrao)
    where cargas.ordem = 1
)

select
    controle.entidade, controle.ordem, controle.ativo,
    cargas.run_id as ultimo_run_id,
    cast(coalesce(cargas.status, 'nunca') as {{ tipo('nvarchar(20)') }}) as status,
    cargas.iniciado_em, cargas.finalizado_em,
    cast(cargas.duracao_s as decimal(18, 3)) as duracao_s,
    cast(usual.duracao as decimal(18, 3)) as duracao_mediana_s,
    cast(cargas.linhas_lidas as bigint) as linhas_lidas,
    cast(cargas.linhas_inseridas as bigint) as linhas_inseridas,
    cast(cargas.linhas_atualizadas as bigint) as linhas_atualizadas,
    cast(cargas.linhas_excluidas as bigint) as linhas_excluidas,
    cast(cargas.linhas_quarentena as bigint) as linhas_quarentena,
    cast(cargas.linhas_gravadas as bigint) as linhas_gravadas,
    cast(usual.linhas as decimal(18, 1)) as linhas_mediana,
    {{ bit('cargas.linhas_gravadas = 0 and usual.linhas > 0 and usual.execucoes >= 3') }}
        as eh_vazia_inesperada,
    cargas.categoria_erro, cargas.mensagem_erro,
    erros.gravidade as gravidade_erro,
    erros.orientacao, controle.ultimo_sucesso_em, controle.ultimo_cutoff,
    cast({{ dbt.datediff('controle.ultimo_cutoff', agora(), 'minute') }} as bigint)
        as atraso_janela_minutos,
    controle.sobreposicao_minutos,
    controle.falhas_consecutivas
from {{ source('controle', 'etl_control') }} as controle
left join cargas on cargas.entidade = controle.entidade and cargas.ordem = 1
left join usual on usual.entidade = controle.entidade
left join erros on erros.entidade = controle.entidade and erros.posicao = 1
