create or replace temp table lidas as
select
    *,
    '' as dbt_scd_id,
    inicio_versao as dbt_updated_at,
    inicio_versao as dbt_valid_from,
    cast(null as timestamp) as dbt_valid_to
from ({consulta})
