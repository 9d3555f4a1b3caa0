with amostras as (
    select
        run_id, teste,
        max(case when ordem = 1 then linha end) as primeira,
        max(case when ordem = 2 then linha end) as segunda,
        max(case when ordem = 3 then linha end) as terceira
    from audit.dq_amostra
    group by run_id, teste
)

select
    medida.run_id, medida.medido_em, medida.item as teste, medida.entidade, medida.coluna,
    medida.severidade, medida.status, medida.falhas,
    amostras.primeira as amostra_1, amostras.segunda as amostra_2, amostras.terceira as amostra_3
from ops.vw_qualidade as medida
left join amostras on amostras.run_id = medida.run_id and amostras.teste = medida.item
where medida.origem = 'teste' and medida.status in ('fail', 'warn', 'error')
order by medida.run_id desc, medida.severidade, medida.item
