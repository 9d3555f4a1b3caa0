-- Source = warehouse + quarantine, to the cent: the differences of the newest reconciliation. It waits for the alerts, so that a
-- difference fails the run without holding back the views that report it.
-- depends_on: {{ ref('vw_alertas') }}
select *
from {{ ref('reconciliacao') }}
where
    status <> 'ok'
    and run_id = (select max(r.run_id) from {{ ref('reconciliacao') }} as r)
