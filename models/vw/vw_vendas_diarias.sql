select
    calendario.data_completa as data_venda,
    vendas.estado as estado_entrega,
    vendas.nome_estado as nome_estado_entrega,
    vendas.regiao_pais as regiao_pais_entrega,
    vendas.canal, vendas.pedidos, vendas.quantidade_vendida, vendas.quantidade_devolvida,
    vendas.valor_total_bruto, vendas.valor_total_descontos, vendas.valor_receita,
    vendas.margem_bruta, vendas.valor_frete
from {{ ref('agg_vendas_diarias') }} as vendas
inner join {{ ref('dim_data') }} as calendario on calendario.data_id = vendas.data_id
