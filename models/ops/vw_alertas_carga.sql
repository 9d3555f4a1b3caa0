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
    {{ mesmo_erro('erro.mensagem_erro') }} as item,
    {{ frase(
        "case ultima.status"
        ~ " when 'running' then 'Execução {1} morreu antes do fim: inicie-a de novo, ela conclui o trabalho'"
        ~ " when 'partial' then 'Execução {1} terminou em parte. Mensagem técnica (em inglês): {2}'"
        ~ " when 'aborted' then 'Execução {1} foi interrompida. Mensagem técnica (em inglês): {2}'"
        ~ " else 'Execução {1} falhou. Mensagem técnica (em inglês): {2}' end",
        ['ultima.run_id', "coalesce(erro.mensagem_erro, '-')"], 'erro.orientacao'
    ) }},
    coalesce(ultima.finalizado_em, ultima.iniciado_em) as desde
from ultima_execucao as ultima
left join {{ ref('vw_erros') }} as erro
    on erro.run_id = ultima.run_id and erro.entidade = 'pipeline'
where ultima.ordem = 1 and ultima.status <> 'success'

union all

select
    'alta', 'relogio', 'pipeline', 'origem',
    {{ frase(
        "'Os carimbos da origem são de outro relógio. Mensagem técnica (em inglês): {1}'", ['aviso_relogio']
    ) }},
    iniciado_em
from ultima_execucao
where ordem = 1 and aviso_relogio is not null

union all

select
    'alta',
    'espera',
    tabela,
    'futuro',
    {{ frase(
        "'Linhas que esperam, carimbadas mais de {1} h à frente do relógio: {2}, até {3}'",
        [var('espera_maxima_horas') | int, 'adiante', 'cast(carimbo_maximo as date)']
    ) }},
    adiante_desde
from {{ source('controle', 'volume_origem') }}
where adiante > 0

union all

select
    case status when 'nunca' then 'critica' else 'alta' end,
    'sla',
    entidade,
    'atraso',
    {{ frase(
        "case status when 'nunca' then 'Nunca carregada' else 'Dados com {1} min; SLA de {2} min' end",
        ['idade_minutos', 'sla_minutos']
    ) }},
    {{ dbt.dateadd('minute', 'sla_minutos', 'ultimo_cutoff') }}
from {{ ref('vw_sla') }}
where status <> 'ok'

union all

select
    'media',
    'carga_vazia',
    entidade,
    'ultima',
    {{ frase("'Nenhuma linha gravada; a mediana é {1}'", ['linhas_mediana']) }},
    finalizado_em
from {{ ref('vw_pipeline_status') }}
where eh_vazia_inesperada = 1

union all

select
    'critica',
    'falhas_consecutivas',
    entidade,
    {{ mesmo_erro('mensagem_erro') }},
    {{ frase(
        "'Falhas seguidas: {1}. Mensagem técnica (em inglês): {2}'",
        ['falhas_consecutivas', "coalesce(mensagem_erro, '-')"], 'orientacao'
    ) }},
    coalesce(ultimo_sucesso_em, finalizado_em)
from {{ ref('vw_pipeline_status') }}
where falhas_consecutivas >= 2

union all

select
    case mudanca when 'nova' then 'baixa' else 'media' end,
    'schema_origem',
    tabela, coluna,
    {{ frase(
        "case mudanca when 'nova' then 'Coluna nova na origem: {1}.{2} ({3})'"
        ~ " when 'removida' then 'Coluna removida da origem: {1}.{2} ({3})'"
        ~ " else 'Coluna da origem com outro tipo: {1}.{2} ({3})' end",
        ['tabela', 'coluna', 'tipo']
    ) }},
    visto_em
from {{ source('auditoria', 'schema_origem') }}
where mudanca is not null and visto_em >= {{ dbt.dateadd('day', -7, agora()) }}
