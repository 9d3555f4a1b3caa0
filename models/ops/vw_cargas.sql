with cargas as (
    select
        linha.run_id, linha.entidade, controle.ordem, linha.status,
        linha.iniciado_em, linha.finalizado_em,
        cast(linha.duracao_s as decimal(18, 3)) as duracao_s,
        linha.linhas_lidas, linha.linhas_inseridas, linha.linhas_atualizadas,
        linha.linhas_excluidas, linha.linhas_quarentena,
        linha.linhas_inseridas + linha.linhas_atualizadas as linhas_gravadas,
        linha.cutoff_ate, linha.categoria_erro, linha.mensagem_erro,
        {{ dbt.datediff("cast('2000-01-03' as date)", 'linha.finalizado_em', 'day') }} % 7 as dia,
        {{ dbt.datediff(
            'lag(linha.cutoff_ate) over (partition by linha.entidade order by linha.run_id)',
            'linha.cutoff_ate', 'minute'
        ) }} as espera,
        sum(case when linha.status = 'success' then 1 else 0 end) over (
            partition by linha.entidade order by linha.run_id
            rows between unbounded preceding and current row
        ) as sucessos
    from {{ source('auditoria', 'etl_run_entity') }} as linha
    inner join {{ source('controle', 'etl_control') }} as controle
        on controle.entidade = linha.entidade
    where linha.tipo_recurso = 'model'
),

-- For each load the successful ones before it but the first, which loads all there is: (up to) ten
-- of the same weekday; where those are fewer than three, of any day.
antes_dela as (
    select
        cargas.run_id, cargas.entidade, antes.run_id as antes_id,
        antes.linhas_gravadas as linhas,
        antes.duracao_s as duracao,
        antes.espera,
        case when antes.dia = cargas.dia then 1 else 0 end as mesmo_dia,
        sum(case when antes.dia = cargas.dia then 1 else 0 end) over (
            partition by cargas.run_id, cargas.entidade
        ) as do_dia
    from cargas
    inner join cargas as antes
        on antes.entidade = cargas.entidade
        and antes.run_id < cargas.run_id
        and antes.status = 'success'
        and antes.sucessos > 1
        and antes.sucessos
        > cargas.sucessos - case when cargas.status = 'success' then 1 else 0 end - 70
),

proximas as (
    select
        *,
        row_number() over (partition by run_id, entidade order by antes_id desc) as recencia
    from antes_dela
    where do_dia < 3 or mesmo_dia = 1
),

anteriores as (
    select
        *,
        count(*) over (partition by run_id, entidade) as total,
        row_number() over (
            partition by run_id, entidade order by linhas, antes_id
        ) as posicao_linhas,
        row_number() over (
            partition by run_id, entidade
            order by {{ nulos_por_ultimo('duracao') }}, antes_id
        ) as posicao_duracao
    from proximas
    where recencia <= 10
),

-- Median: the middle row, or the mean of the middle two. Band: without the extremes, from five on.
usual as (
    select
        run_id, entidade,
        min(do_dia) as do_dia,
        count(*) as execucoes,
        sum(case when linhas = 0 then 1 else 0 end) as vazias,
        avg(case when 2 * posicao_linhas between total and total + 2
            then cast(linhas as decimal(18, 1)) end) as linhas,
        avg(case when 2 * posicao_duracao between total and total + 2 then duracao end) as duracao,
        avg(cast(espera as decimal(18, 1))) as espera,
        min(case when total < 5 or posicao_linhas > 1 then linhas end) as linhas_min,
        max(case when total < 5 or posicao_linhas < total then linhas end) as linhas_max,
        min(case when total < 5 or posicao_duracao > 1 then duracao end) as duracao_min,
        max(case when total < 5 or posicao_duracao < total then duracao end) as duracao_max
    from anteriores
    group by run_id, entidade
)

select
    cargas.run_id, cargas.entidade, cargas.ordem, cargas.status,
    cargas.iniciado_em, cargas.finalizado_em, cargas.duracao_s,
    cargas.linhas_lidas, cargas.linhas_inseridas, cargas.linhas_atualizadas,
    cargas.linhas_excluidas, cargas.linhas_quarentena, cargas.linhas_gravadas,
    cast(usual.linhas as decimal(18, 1)) as linhas_mediana,
    cast(usual.linhas_min as bigint) as linhas_min,
    cast(usual.linhas_max as bigint) as linhas_max,
    cast(usual.duracao as decimal(18, 3)) as duracao_mediana_s,
    cast(usual.duracao_min as decimal(18, 3)) as duracao_min_s,
    cast(usual.duracao_max as decimal(18, 3)) as duracao_max_s,
    -- Where on that weekday hardly any load was empty: a quiet night is none, nor one that follows
    -- the load before in less than half the usual time, as after a run that died.
    {{ bit("cargas.status = 'success' and cargas.linhas_gravadas = 0 "
           ~ "and usual.do_dia >= 3 and usual.vazias * 5 < usual.execucoes "
           ~ "and coalesce(2 * cargas.espera, usual.espera, 0) >= coalesce(usual.espera, 0)") }}
        as eh_vazia_inesperada,
    cast({{ dbt.datediff('cargas.cutoff_ate', 'cargas.finalizado_em', 'minute') }} as bigint)
        as atraso_janela_minutos,
    cargas.cutoff_ate, cargas.categoria_erro, cargas.mensagem_erro
from cargas
left join usual on usual.run_id = cargas.run_id and usual.entidade = cargas.entidade
