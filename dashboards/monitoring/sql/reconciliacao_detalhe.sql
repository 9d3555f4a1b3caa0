select
    entidade, periodo, medida, valor_origem, valor_dw, diferenca, status
from audit.reconciliacao
where
    run_id = :run_id
    and (:entidade = '' or entidade = :entidade)
    and (:so_diferencas = 0 or diferenca <> 0)
order by case when diferenca <> 0 then 0 else 1 end, entidade, periodo desc, medida
