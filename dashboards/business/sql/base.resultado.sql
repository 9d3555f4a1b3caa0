-- What was sold and what was cancelled, by day, state and channel.
select
    data_venda,
    estado_entrega,
    nome_estado_entrega,
    regiao_pais_entrega,
    canal,
    pedidos,
    bruto,
    descontos,
    receita,
    margem,
    frete,
    0 as cancelados,
    0.00 as valor_cancelado
from base.vendas
union all
select
    data_venda,
    estado_entrega,
    nome_estado_entrega,
    regiao_pais_entrega,
    canal,
    0 as pedidos,
    0.00 as bruto,
    0.00 as descontos,
    0.00 as receita,
    0.00 as margem,
    0.00 as frete,
    pedidos as cancelados,
    valor as valor_cancelado
from base.cancelados
