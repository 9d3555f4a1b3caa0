drop table reject_errors;
drop table reject_scans;
