-- What the newest run says that it inserted, updated and deleted in dims and facts.
select
    entidade,
    coalesce(linhas_inseridas, 0),
    coalesce(linhas_atualizadas, 0),
    coalesce(linhas_excluidas, 0)
from audit.etl_run_entity
where run_id = (select max(run_id) from audit.etl_run)
    and tipo_recurso = 'model'
    and (entidade like 'dim\_%' escape '\' or entidade like 'fact\_%' escape '\')
