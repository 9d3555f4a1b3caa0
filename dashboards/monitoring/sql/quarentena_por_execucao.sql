select
    run_id, regra,
    count(*) as linhas
from audit.quarentena
where run_id > (select max(run_id) from ops.vw_execucoes) - :ultimas
group by run_id, regra
order by run_id, regra
