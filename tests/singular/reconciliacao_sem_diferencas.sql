-- Source = warehouse + quarantine, to the cent: the differences of the newest reconciliation.
select *
from {{ ref('reconciliacao') }}
where
    status <> 'ok'
    and run_id = (select max(r.run_id) from {{ ref('reconciliacao') }} as r)
