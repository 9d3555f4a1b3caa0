-- Loads of a full refresh tell of the order to make one; an entity's first loads all there is.
with cargas as (
    select
        linha.run_id, linha.entidade, linha.finalizado_em, linha.cutoff_ate,
        linha.linhas_inseridas + linha.linhas_atualizadas as linhas,
        row_number() over (partition by linha.entidade order by linha.run_id) as numero,
        max(linha.run_id) over (partition by linha.entidade) as ultimo,
        lag(linha.cutoff_ate) over (partition by linha.entidade order by linha.run_id) as antes
    from {{ source('auditoria', 'etl_run_entity') }} as linha
    inner join {{ source('auditoria', 'etl_run') }} as execucao
        on execucao.run_id = linha.run_id and execucao.comando not like '%--full-refresh%'
    inner join {{ source('controle', 'etl_control') }} as controle
        on controle.entidade = linha.entidade and controle.ativo = 1
    where linha.tipo_recurso = 'model' and linha.status = 'success'
),

-- A share of few rows says nothing.
nulos as (
    select
        nulo.*,
        cargas.finalizado_em,
        max(nulo.run_id) over (partition by nulo.entidade, nulo.coluna) as ultimo
    from {{ source('auditoria', 'nulos_por_coluna') }} as nulo
    inner join cargas on cargas.run_id = nulo.run_id and cargas.entidade = nulo.entidade
    where nulo.linhas >= 50
),

medidas as (
    select
        run_id, entidade, 'volume' as medida, '' as coluna, finalizado_em as medido_em, linhas,
        cast(linhas as decimal(18, 2)) as valor,
        case when run_id = ultimo then 1 else 0 end as atual
    from cargas
    where numero > 1

    union all

    select
        run_id, entidade, 'frescor', '', cutoff_ate, linhas,
        cast({{ dbt.datediff('antes', 'cutoff_ate', 'minute') }} as decimal(18, 2)),
        0
    from cargas
    where numero > 1 and antes is not null

    union all

    select
        run_id, entidade, 'frescor', '', {{ agora() }}, linhas,
        cast({{ dbt.datediff('cutoff_ate', agora(), 'minute') }} as decimal(18, 2)),
        1
    from cargas
    where run_id = ultimo

    union all

    select
        run_id, entidade, 'nulos', coluna, finalizado_em, linhas,
        {{ percentual('nulas', 'linhas') }},
        case when run_id = ultimo then 1 else 0 end
    from nulos
)

select
    run_id,
    cast(entidade as {{ tipo('nvarchar(200)') }}) as entidade,
    cast(medida as {{ tipo('nvarchar(10)') }}) as medida,
    cast(coluna as {{ tipo('nvarchar(200)') }}) as coluna,
    medido_em,
    cast({{ dbt.datediff("cast('2000-01-03' as date)", 'medido_em', 'day') }} % 7
        as {{ tipo('int') }}) as dia,
    cast(linhas as bigint) as linhas,
    valor,
    {{ bit('atual = 1') }} as eh_atual
from medidas
