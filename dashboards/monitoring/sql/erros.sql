-- Errors of nodes, and of runs that were refused before any node, with what to do about each.
select
    erro.run_id, erro.finalizado_em, erro.entidade, erro.categoria_erro, erro.gravidade,
    erro.orientacao, erro.mensagem_erro
from ops.vw_erros as erro
where
    erro.entidade <> 'pipeline'
    or not exists (
        select 1 from ops.vw_erros as no
        where no.run_id = erro.run_id and no.entidade <> 'pipeline'
    )
order by erro.run_id desc, erro.entidade
