select
    mensal.periodo_mes, produto.produto_original_id, produto.nome_produto, produto.categoria,
    produto.subcategoria, mensal.faixa_desconto, mensal.itens, mensal.quantidade_vendida,
    mensal.quantidade_devolvida, mensal.valor_total_bruto, mensal.valor_total_descontos,
    mensal.valor_receita, mensal.margem_bruta
from {{ ref('agg_produtos_mensal') }} as mensal
left join {{ ref('dim_produto') }} as produto on produto.produto_id = mensal.produto_id
