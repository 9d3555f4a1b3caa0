select count(*) as entidades from ctl.etl_control
