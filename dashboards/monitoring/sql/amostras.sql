-- Failed tests of the newest run that has some, each with the rows kept of it.
select
    medida.run_id, medida.item as teste, medida.entidade, medida.status, medida.falhas,
    amostra.ordem, amostra.linha
from ops.vw_qualidade as medida
left join audit.dq_amostra as amostra
    on amostra.run_id = medida.run_id and amostra.teste = medida.item
where
    medida.origem = 'teste'
    and medida.status in ('fail', 'warn', 'error')
    and medida.run_id = (
        select max(ultima.run_id) from ops.vw_qualidade as ultima
        where ultima.origem = 'teste' and ultima.status in ('fail', 'warn', 'error')
    )
order by
    case medida.status when 'warn' then 2 else 1 end, medida.item, amostra.ordem
