select
    run_id, medido_em, item as teste, entidade, coluna, severidade, status, falhas
from ops.vw_qualidade
where origem = 'teste' and status in ('fail', 'warn', 'error')
order by run_id desc, severidade, item
