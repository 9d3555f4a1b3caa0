{%- set texto = tipo('nvarchar(100)') -%}
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
    {{ frase("'Falhas do teste {1}: {2}'", ['teste', 'falhas']) }},
    desde
from testes

union all

select
    'alta',
    'reconciliacao',
    entidade, medida,
    {{ frase(
        "case when medida = 'conteudo' then 'Origem e DW diferem em {1}; períodos: {2}, de {3} a {4};"
        ~ " o conteúdo não é o mesmo (soma de verificação)'"
        ~ " when left(medida, 5) in ('valor', 'custo')"
        ~ " then 'Origem e DW diferem em {1}; períodos: {2}, de {3} a {4}; soma: R$ {5}'"
        ~ " when left(medida, 10) = 'quantidade'"
        ~ " then 'Origem e DW diferem em {1}; períodos: {2}, de {3} a {4}; soma: {5} unidades'"
        ~ " else 'Origem e DW diferem em {1}; períodos: {2}, de {3} a {4}; soma: {5} linhas' end",
        ['medida', 'count(*)', 'min(periodo)', 'max(periodo)', "case"
            ~ " when left(medida, 5) in ('valor', 'custo') then"
            ~ " replace(cast(sum(diferenca) as " ~ texto ~ "), '.', ',')"
            ~ " else cast(cast(sum(diferenca) as bigint) as " ~ texto ~ ") end"]
    ) }},
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
    {{ frase(
        "'Linhas em quarentena pela regra {1}: {2}'", ['abertas.regra', 'abertas.linhas']
    ) }},
    abertas.desde
from abertas
left join {{ source('controle', 'volume_origem') }} as volume on abertas.entidade = volume.tabela
