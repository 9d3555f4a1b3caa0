select status from audit.etl_run order by run_id
