select
    entidade, regra,
    count(*) as linhas,
    count(*) - count(resolvido_em) as abertas,
    count(resolvido_em) as resolvidas,
    min(detectado_em) as primeira_em,
    max(detectado_em) as ultima_em
from audit.quarentena
group by entidade, regra
order by abertas desc, linhas desc, entidade, regra
