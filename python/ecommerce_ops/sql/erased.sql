select cliente_id
from ctl.clientes_apagados
order by cliente_id
