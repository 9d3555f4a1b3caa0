{%- set texto = tipo('nvarchar(4000)') -%}
with resultados as (
    select
        *,
        max(case when status = 'pass' then run_id end) over (partition by teste) as ultimo_ok,
        row_number() over (partition by teste order by run_id desc, executado_em desc) as ordem
    from {{ source('auditoria', 'dq_resultado') }}
    where status in ('pass', 'fail', 'error', 'warn')
),

-- A test's failures since it last passed.
testes as (
    select
        teste,
        min(entidade) as entidade,
        min(severidade) as severidade,
        max(case when ordem = 1 then falhas else 0 end) as falhas,
        min(executado_em) as desde
    from resultados
    where run_id > coalesce(ultimo_ok, 0)
    group by teste
),

-- Every run compares all months.
medidas as (
    select
        medida.*,
        execucao.iniciado_em,
        max(medida.run_id) over () as ultimo_run_id
    from {{ source('auditoria', 'reconciliacao') }} as medida
    left join {{ source('auditoria', 'etl_run') }} as execucao on execucao.run_id = medida.run_id
),

-- Open rows of a rule, and of its whole table.
abertas as (
    select
        entidade, regra,
        count(*) as linhas,
        sum(cast(count(*) as bigint)) over (partition by entidade) as da_tabela,
        min(detectado_em) as desde
    from {{ ref('quarentena') }}
    where resolvido_em is null
    group by entidade, regra
)

select
    case severidade when 'error' then 'alta' else 'media' end as gravidade,
    'teste' as tipo,
    entidade,
    teste as item,
    {{ dbt.concat([
        "'Falhas do teste '", 'teste', "': '", 'cast(falhas as ' ~ texto ~ ')'
    ]) }} as mensagem,
    desde
from testes

union all

select
    'alta',
    'reconciliacao',
    entidade, medida,
    {{ dbt.concat([
        "'Origem e DW diferem em '", 'medida', "'; períodos: '", 'cast(count(*) as ' ~ texto ~ ')',
        "', de '", 'min(periodo)', "' a '", 'max(periodo)',
        "case when medida = 'conteudo' then '; o conteúdo não é o mesmo (soma de verificação)' else '; soma: ' end",
        "case when left(medida, 5) in ('valor', 'custo') then 'R$ ' else '' end",
        "case when medida = 'conteudo' then '' when left(medida, 5) in ('valor', 'custo')"
        ~ " then replace(cast(sum(diferenca) as " ~ texto ~ "), '.', ',')"
        ~ " else cast(cast(sum(diferenca) as bigint) as " ~ texto ~ ") end",
        "case when left(medida, 5) in ('valor', 'custo') or medida = 'conteudo' then ''"
        ~ " when left(medida, 10) = 'quantidade' then ' unidades' else ' linhas' end"
    ]) }},
    min(iniciado_em)
from medidas
where run_id = ultimo_run_id and diferenca <> 0
group by entidade, medida

union all

select
    case
        when
            abertas.da_tabela >= {{ lote() }}
            and abertas.da_tabela * 100
            > volume.linhas * {{ var('rejeicao_maxima_percentual') | float }}
            then 'alta'
        else 'media'
    end,
    'quarentena',
    abertas.entidade, abertas.regra,
    {{ dbt.concat([
        "'Linhas em quarentena pela regra '", 'abertas.regra', "': '", 'cast(abertas.linhas as ' ~ texto ~ ')'
    ]) }},
    abertas.desde
from abertas
left join {{ source('controle', 'volume_origem') }} as volume on abertas.entidade = volume.tabela
