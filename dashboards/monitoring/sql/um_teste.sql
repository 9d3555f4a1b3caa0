-- One result of a test that did not pass.
select
    resultado.run_id, resultado.teste, resultado.entidade, resultado.status, resultado.falhas,
    resultado.sql_teste, execucao.invocation_id, execucao.host
from audit.dq_resultado as resultado
inner join audit.etl_run as execucao on execucao.run_id = resultado.run_id
where
    resultado.teste = :teste
    and resultado.run_id = (
        select max(outro.run_id) from audit.dq_resultado as outro
        where outro.teste = :teste and outro.status in ('fail', 'warn', 'error')
    )
