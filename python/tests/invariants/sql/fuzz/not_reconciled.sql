select entidade, periodo, medida, valor_origem, valor_dw
from audit.reconciliacao
where run_id = (select max(run_id) from audit.etl_run) and status <> 'ok'
