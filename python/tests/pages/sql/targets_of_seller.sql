-- Monthly targets of one seller that lie in the period altogether; needs metas.
select *
from metas
where tipo = 'Mensal' and vendedor_id = $vendedor and inicio >= $de and fim <= $ate + interval 1 day
