-- Months (YYYYMM) whose closed targets are calculated anew.
create or replace temp table reaberta as
select unnest(cast(? as integer[])) as mes
