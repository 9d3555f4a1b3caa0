{%- set texto = tipo('nvarchar(4000)') -%}
with ultima_execucao as (
    select
        *,
        row_number() over (order by run_id desc) as ordem
    from {{ source('auditoria', 'etl_run') }}
    where status <> 'running'
)

select
    case status when 'partial' then 'alta' else 'critica' end as gravidade,
    'execucao' as tipo,
    'pipeline' as entidade,
    'ultima' as item,
    {{ dbt.concat([
        "'Execução '", 'cast(run_id as ' ~ texto ~ ')', "' terminou como '", 'status', "': '",
        "coalesce(mensagem_erro, 'sem mensagem')"
    ]) }} as mensagem,
    coalesce(finalizado_em, iniciado_em) as desde
from ultima_execucao
where ordem = 1 and status <> 'success'

union all

select
    case status when 'nunca' then 'critica' else 'alta' end,
    'sla',
    entidade,
    'atraso',
    case
        when status = 'nunca' then 'Nunca carregada'
        else {{ dbt.concat([
            "'Dados com '", 'cast(idade_minutos as ' ~ texto ~ ')', "' min; SLA de '",
            'cast(sla_minutos as ' ~ texto ~ ')', "' min'"
        ]) }}
    end,
    {{ dbt.dateadd('minute', 'sla_minutos', 'ultimo_cutoff') }}
from {{ ref('vw_sla') }}
where status <> 'ok'

union all

select
    'media',
    'carga_vazia',
    entidade,
    'ultima',
    {{ dbt.concat([
        "'Nenhuma linha gravada; a mediana é '", 'cast(linhas_mediana as ' ~ texto ~ ')'
    ]) }},
    finalizado_em
from {{ ref('vw_pipeline_status') }}
where eh_vazia_inesperada = 1

union all

select
    'critica',
    'falhas_consecutivas',
    entidade,
    'ultima',
    {{ dbt.concat([
        "'Falhas seguidas: '", 'cast(falhas_consecutivas as ' ~ texto ~ ')', "'; a última: '",
        "coalesce(mensagem_erro, 'sem mensagem')"
    ]) }},
    coalesce(ultimo_sucesso_em, finalizado_em)
from {{ ref('vw_pipeline_status') }}
where falhas_consecutivas >= 2

union all

select
    case mudanca when 'nova' then 'baixa' else 'media' end,
    'schema_origem',
    tabela, coluna,
    {{ dbt.concat([
        "'Coluna da origem '", 'mudanca', "': '", 'tabela', "'.'", 'coluna', "' ('", 'tipo', "')'"
    ]) }},
    visto_em
from {{ source('auditoria', 'schema_origem') }}
where mudanca is not null and visto_em >= {{ dbt.dateadd('day', -7, agora()) }}
