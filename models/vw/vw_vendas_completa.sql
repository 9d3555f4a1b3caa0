select
    vendas.venda_id, vendas.item_original_id, vendas.pedido_original_id, vendas.numero_pedido,
    vendas.canal, vendas.status_pedido, vendas.eh_cancelado,

    calendario.data_completa as data_venda,
    calendario.ano, calendario.trimestre, calendario.mes, calendario.periodo_trimestre,
    calendario.periodo_mes, calendario.nome_mes, calendario.dia_da_semana,
    calendario.nome_dia_semana, calendario.eh_fim_de_semana, calendario.eh_feriado,

    cliente.cliente_original_id, cliente.nome_cliente, cliente.segmento, cliente.genero,
    cliente.faixa_etaria,
    cliente.cidade as cidade_cliente,
    cliente.estado as estado_cliente,
    cliente.regiao_pais as regiao_pais_cliente,

    produto.produto_original_id, produto.codigo_sku, produto.nome_produto, produto.categoria,
    produto.subcategoria, produto.marca, produto.nome_fornecedor,

    regiao.regiao_original_id,
    regiao.cidade as cidade_entrega,
    regiao.estado as estado_entrega,
    regiao.nome_estado as nome_estado_entrega,
    regiao.regiao_pais as regiao_pais_entrega,

    vendas.eh_venda_direta, vendedor.vendedor_original_id, vendedor.nome_vendedor,
    equipe.equipe_original_id, equipe.nome_equipe, equipe.tipo_equipe, equipe.regional,

    vendas.quantidade_vendida, vendas.quantidade_devolvida, vendas.preco_unitario_tabela,
    vendas.valor_total_bruto, vendas.valor_total_descontos, vendas.valor_total_liquido,
    vendas.valor_devolvido, vendas.valor_frete_rateado, vendas.custo_total,
    vendas.valor_receita, vendas.custo_receita, vendas.margem_bruta, vendas.percentual_comissao,
    vendas.valor_comissao, vendas.teve_desconto
from {{ ref('vw_vendas_medidas') }} as vendas
left join {{ ref('dim_data') }} as calendario on calendario.data_id = vendas.data_id
left join {{ ref('dim_cliente') }} as cliente on cliente.cliente_id = vendas.cliente_id
left join {{ ref('dim_produto') }} as produto on produto.produto_id = vendas.produto_id
left join {{ ref('dim_regiao') }} as regiao on regiao.regiao_id = vendas.regiao_id
left join {{ ref('dim_vendedor') }} as vendedor on vendedor.vendedor_id = vendas.vendedor_id
left join {{ ref('dim_equipe') }} as equipe on equipe.equipe_id = vendas.equipe_id
