-- Monthly targets of the months that a period touches; needs metas.
select
    inicio,
    fim,
    sum(meta) as meta,
    sum(realizado) as realizado
from metas
where tipo = 'Mensal' and inicio between date_trunc('month', $de) and $ate
group by inicio, fim
order by inicio
