-- While it worked: a run that died was closed by the next one. A minute before, for the connection
-- that it asked for first.
with fins as (
    select
        run_id,
        max(finalizado_em) as ultimo_no_em
    from {{ source('auditoria', 'etl_run_entity') }}
    group by run_id
),

execucoes as (
    select
        execucao.run_id, execucao.status, execucao.iniciado_em, execucao.finalizado_em,
        execucao.comando, execucao.mensagem_erro,
        {{ dbt.dateadd('minute', -1, 'execucao.iniciado_em') }} as janela_inicio,
        case
            when execucao.status = 'aborted' then coalesce(fins.ultimo_no_em, execucao.iniciado_em)
            else coalesce(execucao.finalizado_em, execucao.iniciado_em)
        end as janela_fim
    from {{ source('auditoria', 'etl_run') }} as execucao
    left join fins on fins.run_id = execucao.run_id
    where execucao.status in ('failed', 'partial', 'aborted')
),

falhas as (
    select
        execucoes.run_id, coalesce(evento.categoria_erro, 'outro') as categoria,
        count(*) as total, min(evento.evento_em) as primeira, max(evento.evento_em) as ultima
    from execucoes
    inner join {{ source('auditoria', 'connection_login_events') }} as evento
        on evento.evento_em between execucoes.janela_inicio and execucoes.janela_fim
    where evento.sucesso = 0
    group by execucoes.run_id, coalesce(evento.categoria_erro, 'outro')
)

select
    execucoes.run_id, execucoes.status, execucoes.comando, execucoes.iniciado_em,
    execucoes.finalizado_em, execucoes.mensagem_erro,
    cast(coalesce(falhas.categoria, 'nenhuma') as {{ tipo('nvarchar(30)') }}) as categoria_conexao,
    cast(coalesce(falhas.total, 0) as bigint) as falhas_conexao,
    falhas.primeira as primeira_falha_em, falhas.ultima as ultima_falha_em,
    {{ bit('falhas.run_id is not null') }} as tem_falha_de_conexao
from execucoes
left join falhas on falhas.run_id = execucoes.run_id
