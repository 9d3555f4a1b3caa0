-- Every day follows the one before: a missing day would send its facts to the unknown member.
{{ config(severity='error') }}

select anterior, data_completa
from (
    select data_completa, lag(data_completa) over (order by data_completa) as anterior
    from {{ ref('dim_data') }}
    where data_id <> -1
) as dias
where {{ dbt.datediff('anterior', 'data_completa', 'day') }} <> 1
