select
    run_id,
    cutoff
from vw.vw_referencia
