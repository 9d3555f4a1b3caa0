-- Errors of nodes, and of runs that were refused before any node, with what to do about each.
with mensagens as (
    select run_id, entidade, categoria_erro, mensagem_erro, finalizado_em
    from audit.etl_run_entity
    where mensagem_erro is not null

    union all

    select run_id, 'pipeline', null, mensagem_erro, finalizado_em
    from ops.vw_execucoes
    where mensagem_erro is not null and nos_erro = 0 and status <> 'running'
),

erros as (
    select
        mensagens.*,
        (
            select min(t.ordem) from ctl.taxonomia_erros as t
            where lower(mensagens.mensagem_erro) like lower(t.padrao)
        ) as ordem
    from mensagens
)

select
    erros.run_id, erros.finalizado_em, erros.entidade,
    coalesce(erros.categoria_erro, taxonomia.categoria) as categoria_erro,
    taxonomia.gravidade, taxonomia.orientacao, erros.mensagem_erro
from erros
left join ctl.taxonomia_erros as taxonomia on taxonomia.ordem = erros.ordem
order by erros.run_id desc, erros.entidade
