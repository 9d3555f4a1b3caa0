select count(*) as eventos from audit.etl_run_entity with (tablock, holdlock)
