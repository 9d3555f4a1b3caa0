select
    run_id,
    cutoff,
    ultima_venda
from vw.vw_referencia
