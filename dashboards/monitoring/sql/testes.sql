select
    run_id,
    status,
    count(*) as testes
from ops.vw_qualidade
where
    origem = 'teste'
    and run_id > (select max(run_id) from ops.vw_execucoes) - :ultimas
group by run_id, status
order by run_id, status
