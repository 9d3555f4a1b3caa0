-- What the SELECTs of a mapping see of a file. origem: the file's number and the row's.
create temp view {nome} as
select *, {numero}::bigint << 40 | rowid as origem from {lido};
