-- Cards of Metas for the newest month that has begun by $ate.
select
    100 * sum(realizado) / sum(meta) as atingimento,
    sum(meta) as meta,
    sum(realizado) as realizado,
    greatest(sum(meta) - sum(realizado), 0) as falta,
    count(*) filter (where atingido >= 100) as batidas,
    count(*) as vendedores,
    min(inicio) as inicio,
    min(fim) as fim
from metas
where
    tipo = 'Mensal'
    and inicio = (select max(inicio) from metas where tipo = 'Mensal' and inicio <= $ate)
