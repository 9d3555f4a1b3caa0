-- Monthly targets of one month, out of the source alone.
select count(*) as vendedores, sum(valor_meta) as meta
from core.meta_vendedor
where tipo_periodo = 'Mensal' and periodo_inicio = $inicio
