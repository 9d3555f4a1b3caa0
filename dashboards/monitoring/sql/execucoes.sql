select run_id, linhas_inseridas from audit.etl_run order by run_id
