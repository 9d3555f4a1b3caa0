select
    run_id, iniciado_em, medidas_reconciliadas, diferencas
from ops.vw_execucoes
where medidas_reconciliadas > 0
order by run_id desc
