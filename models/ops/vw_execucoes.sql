-- A run that died is closed by the next one, perhaps days later: it worked until its last node.
{%- set morta = "status = 'running' and " ~ execucao_parada() %}
with situadas as (
    select
        *,
        case when {{ morta }} then 'aborted' else status end as situacao,
        case when {{ morta }} then '{{ mensagem_da_morta() }}' else mensagem_erro end as mensagem
    from {{ source('auditoria', 'etl_run') }}
),

fins as (
    select
        run_id,
        max(finalizado_em) as ultimo_no_em
    from {{ source('auditoria', 'etl_run_entity') }}
    group by run_id
),

terminadas as (
    select
        execucao.*,
        case
            when execucao.situacao = 'aborted' then fins.ultimo_no_em
            else execucao.finalizado_em
        end as trabalhou_ate
    from situadas as execucao
    left join fins on fins.run_id = execucao.run_id
),

execucoes as (
    select
        *,
        cast({{ dbt.datediff('iniciado_em', 'trabalhou_ate', 'second') }} as bigint) as duracao_s,
        sum(case when situacao = 'success' then 1 else 0 end) over (
            order by run_id rows between unbounded preceding and current row
        ) as sucessos
    from terminadas
),

-- For each run the (up to) ten successful ones before it.
anteriores as (
    select
        execucoes.run_id,
        cast(antes.duracao_s as decimal(18, 1)) as duracao,
        count(*) over (partition by execucoes.run_id) as total,
        row_number() over (
            partition by execucoes.run_id
            order by {{ nulos_por_ultimo('antes.duracao_s') }}, antes.run_id
        ) as posicao
    from execucoes
    inner join execucoes as antes
        on antes.run_id < execucoes.run_id
        and antes.situacao = 'success'
        and antes.sucessos
        > execucoes.sucessos - case when execucoes.situacao = 'success' then 1 else 0 end - 10
),

usual as (
    select
        run_id,
        avg(case when 2 * posicao between total and total + 2 then duracao end) as duracao,
        min(case when total < 5 or posicao > 1 then duracao end) as duracao_min,
        max(case when total < 5 or posicao < total then duracao end) as duracao_max
    from anteriores
    group by run_id
),

cargas as (
    select
        run_id,
        count(*) as entidades,
        sum(linhas_gravadas) as gravadas,
        sum(linhas_mediana) as esperadas,
        sum(linhas_quarentena) as quarentena,
        sum(case when eh_vazia_inesperada = 1 then 1 else 0 end) as vazias
    from {{ ref('vw_cargas') }}
    group by run_id
),

diferencas as (
    select
        run_id,
        count(*) as medidas,
        sum(case when diferenca <> 0 then 1 else 0 end) as total
    from {{ source('auditoria', 'reconciliacao') }}
    group by run_id
)

select
    execucoes.run_id, execucoes.situacao as status, execucoes.iniciado_em,
    execucoes.finalizado_em,
    execucoes.trabalhou_ate,
    execucoes.cutoff, execucoes.comando, execucoes.seletor, execucoes.usuario, execucoes.host,
    execucoes.versao_projeto, execucoes.git_sha,
    execucoes.duracao_s,
    cast(usual.duracao as decimal(18, 1)) as duracao_mediana_s,
    cast(usual.duracao_min as decimal(18, 1)) as duracao_min_s,
    cast(usual.duracao_max as decimal(18, 1)) as duracao_max_s,
    execucoes.nos_total, execucoes.nos_ok, execucoes.nos_erro, execucoes.nos_pulados,
    execucoes.testes_falhos,
    cast(coalesce(cargas.entidades, 0) as bigint) as entidades,
    cast(coalesce(cargas.gravadas, 0) as bigint) as linhas_gravadas,
    cast(cargas.esperadas as decimal(18, 1)) as linhas_esperadas,
    cast(coalesce(cargas.vazias, 0) as bigint) as entidades_vazias,
    cast(coalesce(cargas.quarentena, 0) as bigint) as linhas_quarentena,
    cast(coalesce(diferencas.medidas, 0) as bigint) as medidas_reconciliadas,
    cast(coalesce(diferencas.total, 0) as bigint) as diferencas,
    {{ bit('execucoes.varredura = 1') }} as varredura,
    cast(coalesce(execucoes.linhas_sem_carimbo, 0) as bigint) as linhas_sem_carimbo,
    {{ bit('execucoes.testa_tudo = 1') }} as testa_tudo,
    {{ bit('execucoes.carrega is null or execucoes.carrega = 1') }} as carrega,
    execucoes.aviso_relogio,
    execucoes.mensagem as mensagem_erro
from execucoes
left join usual on usual.run_id = execucoes.run_id
left join cargas on cargas.run_id = execucoes.run_id
left join diferencas on diferencas.run_id = execucoes.run_id
