select produto_original_id, valido_de, valido_ate, produto_id from dim.dim_produto order by 1, 2
