select
    cliente_original_id, periodo_mes, primeiro_mes, pedidos, valor_receita
from {{ ref('agg_clientes_mensal') }}
