{%- set texto = tipo('nvarchar(4000)') -%}
-- The last run that loaded, or died while it did: one that only tested or compared says nothing of the loads.
with ultima_execucao as (
    select
        run_id, status, mensagem_erro, aviso_relogio, iniciado_em, finalizado_em,
        row_number() over (order by run_id desc) as ordem
    from {{ source('auditoria', 'etl_run') }}
    where (status <> 'running' or {{ execucao_parada() }}) and (carrega is null or carrega = 1)
)

select
    case when ultima.status = 'running' then 'critica' else coalesce(erro.gravidade, 'critica') end
        as gravidade,
    'execucao' as tipo,
    'pipeline' as entidade,
    'ultima' as item,
    case
        when ultima.status = 'running' then {{ dbt.concat([
            "'Execução '", 'cast(ultima.run_id as ' ~ texto ~ ')',
            "' morreu antes do fim: inicie-a de novo, ela conclui o trabalho'"
        ]) }}
        else {{ dbt.concat([
            "'Execução '", 'cast(ultima.run_id as ' ~ texto ~ ')',
            "case ultima.status when 'partial' then ' terminou em parte. '"
            ~ " when 'aborted' then ' foi interrompida. ' else ' falhou. ' end",
            "coalesce(erro.frase, 'Sem mensagem.')"
        ]) }}
    end as mensagem,
    coalesce(ultima.finalizado_em, ultima.iniciado_em) as desde
from ultima_execucao as ultima
left join {{ ref('vw_erros') }} as erro
    on erro.run_id = ultima.run_id and erro.entidade = 'pipeline'
where ultima.ordem = 1 and ultima.status <> 'success'

union all

select
    'alta', 'relogio', 'pipeline', 'origem',
    {{ dbt.concat([
        "'Os carimbos da origem são de outro relógio. Mensagem técnica (em inglês): '", 'aviso_relogio'
    ]) }},
    iniciado_em
from ultima_execucao
where ordem = 1 and aviso_relogio is not null

union all

select
    'alta',
    'espera',
    tabela,
    'futuro',
    {{ dbt.concat([
        "'Linhas que esperam, carimbadas mais de " ~ (var('espera_maxima_horas') | int) ~ " h à frente do relógio: '",
        'cast(adiante as ' ~ texto ~ ')', "', até '", 'cast(cast(carimbo_maximo as date) as ' ~ texto ~ ')'
    ]) }},
    adiante_desde
from {{ source('controle', 'volume_origem') }}
where adiante > 0

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
        "'Falhas seguidas: '", 'cast(falhas_consecutivas as ' ~ texto ~ ')', "'. '",
        "coalesce(orientacao, '')", "' Mensagem técnica (em inglês): '", "coalesce(mensagem_erro, 'nenhuma')"
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
