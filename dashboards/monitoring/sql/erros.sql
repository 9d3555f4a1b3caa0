-- Errors of loads by category, and what the taxonomy says to do about each message.
with erros as (
    select
        linha.run_id, linha.entidade, linha.categoria_erro, linha.mensagem_erro,
        linha.finalizado_em,
        (
            select min(t.ordem) from ctl.taxonomia_erros as t
            where lower(linha.mensagem_erro) like lower(t.padrao)
        ) as ordem
    from audit.etl_run_entity as linha
    where linha.mensagem_erro is not null
)

select
    erros.run_id, erros.finalizado_em, erros.entidade, erros.categoria_erro,
    taxonomia.gravidade, taxonomia.orientacao, erros.mensagem_erro
from erros
left join ctl.taxonomia_erros as taxonomia on taxonomia.ordem = erros.ordem
order by erros.run_id desc, erros.entidade
