-- Whether the newest run swept.
select varredura from audit.etl_run order by run_id desc limit 1
