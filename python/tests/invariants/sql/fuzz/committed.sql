-- What the newest run committed: snapshots, dimensions, facts.
select entidade from audit.etl_run_entity
where run_id = (select max(run_id) from audit.etl_run) and status = 'success'
    and regexp_matches(entidade, '^(snap|dim|fact)_')
