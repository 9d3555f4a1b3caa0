-- What the newest run committed: dimensions by their snapshots, facts.
select entidade from audit.etl_run_entity
where run_id = (select max(run_id) from audit.etl_run) and status = 'success'
    and (entidade like 'snap\_%' escape '\' or entidade like 'fact\_%' escape '\')
