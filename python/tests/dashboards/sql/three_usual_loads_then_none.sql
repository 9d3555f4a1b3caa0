insert into audit.etl_run
select
    run.run_id + n.n, 'success', run.iniciado_em, run.finalizado_em, run.cutoff, run.comando,
    run.seletor, run.target, run.versao_projeto, run.git_sha, run.dbt_version, run.host,
    run.usuario, run.nos_total, run.nos_ok, 0, 0, 0, 0, 0, 0, null, 'feita-' || n.n
from audit.etl_run as run
cross join (values (1), (2), (3)) as n (n)
where run.run_id = (select max(run_id) from audit.etl_run);

insert into audit.etl_run_entity
select
    e.run_id + n.n, e.entidade, e.tipo_recurso, 'success', e.iniciado_em, e.finalizado_em,
    e.duracao_s, 0, case when e.entidade = 'fact_vendas' and n.n < 3 then 50 else 0 end, 0, 0, 0,
    e.cutoff_de, e.cutoff_ate, null, null
from audit.etl_run_entity as e
cross join (values (1), (2), (3)) as n (n)
where e.run_id = (select max(run_id) from audit.etl_run_entity) and e.entidade = 'fact_vendas';
