select
    pedidos.pedido_original_id, pedidos.cliente_original_id, pedidos.canal, pedidos.eh_cancelado,
    calendario.data_completa as data_venda,
    calendario.periodo_mes,
    cast(calendario.ano * 100 + calendario.mes as int) as mes_id,
    regiao.estado as estado_entrega,
    estado.nome_estado as nome_estado_entrega,
    estado.regiao_pais as regiao_pais_entrega,
    pedidos.itens, pedidos.quantidade_vendida, pedidos.quantidade_devolvida,
    pedidos.valor_total_bruto, pedidos.valor_total_descontos, pedidos.valor_receita,
    pedidos.margem_bruta, pedidos.valor_frete
from {{ ref('agg_pedidos') }} as pedidos
left join {{ ref('dim_data') }} as calendario on calendario.data_id = pedidos.data_id
left join {{ ref('dim_regiao') }} as regiao on regiao.regiao_id = pedidos.regiao_id
left join {{ ref('vw_estados') }} as estado on estado.estado = regiao.estado
