select run_id, ordem, linha
from audit.dq_amostra
where
    teste = :teste
    and run_id = (
        select max(outro.run_id) from audit.dq_resultado as outro
        where outro.teste = :teste and outro.status in ('fail', 'warn', 'error')
    )
order by ordem
