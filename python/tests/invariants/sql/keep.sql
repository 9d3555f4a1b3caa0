-- What a run that does not build {table} leaves.
create or replace temp table mantida_{table} as from {table}
