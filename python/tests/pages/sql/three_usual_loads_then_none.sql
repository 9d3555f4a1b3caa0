insert into audit.etl_run by name
select run.* replace (
    run.run_id + n.n as run_id, 'success' as status, 0 as linhas_inseridas,
    0 as linhas_atualizadas, 0 as linhas_excluidas, 'feita-' || n.n as invocation_id
)
from audit.etl_run as run
cross join (values (1), (2), (3), (4)) as n (n)
where run.run_id = (select max(run_id) from audit.etl_run);

insert into audit.etl_run_entity by name
select e.* replace (
    e.run_id + n.n as run_id, 'success' as status, 0 as linhas_lidas,
    case when n.n < 4 then 50 else 0 end as linhas_inseridas,
    0 as linhas_atualizadas, 0 as linhas_excluidas
)
from audit.etl_run_entity as e
cross join (values (1), (2), (3), (4)) as n (n)
where e.run_id = (select max(run_id) from audit.etl_run_entity) and e.entidade = 'fact_vendas';
