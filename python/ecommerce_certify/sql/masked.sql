select top (20) nome_cliente
from dim.dim_cliente
where cliente_id > 0
