select top (1) cliente_id
from dim.dim_cliente
