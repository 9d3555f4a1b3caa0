select *
from metas
where tipo = $tipo and inicio = $inicio
