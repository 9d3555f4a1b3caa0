-- While it worked, and a minute before, for the connection that it asked for first.
with execucoes as (
    select
        *, {{ dbt.dateadd('minute', -1, 'iniciado_em') }} as janela_inicio,
        coalesce(trabalhou_ate, iniciado_em) as janela_fim
    from {{ ref('vw_execucoes') }}
    where status in ('failed', 'partial', 'aborted')
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
    execucoes.run_id, execucoes.status, execucoes.comando,
    execucoes.iniciado_em, execucoes.finalizado_em, execucoes.mensagem_erro,
    cast(coalesce(falhas.categoria, 'nenhuma') as {{ tipo('nvarchar(30)') }}) as categoria_conexao,
    cast(coalesce(falhas.total, 0) as bigint) as falhas_conexao,
    falhas.primeira as primeira_falha_em, falhas.ultima as ultima_falha_em,
    {{ bit('falhas.run_id is not null') }} as tem_falha_de_conexao
from execucoes
left join falhas on falhas.run_id = execucoes.run_id
