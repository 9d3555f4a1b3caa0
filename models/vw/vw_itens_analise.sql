select
    vendas.venda_id, vendas.pedido_original_id, vendas.canal, vendas.eh_cancelado,
    calendario.data_completa as data_venda,
    calendario.periodo_mes,
    regiao.estado as estado_entrega,
    estado.nome_estado as nome_estado_entrega,
    estado.regiao_pais as regiao_pais_entrega,
    equipe.nome_equipe,
    produto.produto_original_id, produto.nome_produto, produto.categoria, produto.subcategoria,
    vendas.quantidade_vendida, vendas.quantidade_devolvida, vendas.valor_total_bruto,
    vendas.valor_total_descontos, vendas.valor_receita, vendas.margem_bruta,
    vendas.valor_frete_rateado,
    {{ faixa_desconto('vendas') }} as faixa_desconto
from {{ ref('vw_vendas_medidas') }} as vendas
left join {{ ref('dim_data') }} as calendario on calendario.data_id = vendas.data_id
left join {{ ref('dim_produto') }} as produto on produto.produto_id = vendas.produto_id
left join {{ ref('dim_regiao') }} as regiao on regiao.regiao_id = vendas.regiao_id
left join {{ ref('vw_estados') }} as estado on estado.estado = regiao.estado
left join {{ ref('dim_equipe') }} as equipe on equipe.equipe_id = vendas.equipe_id
