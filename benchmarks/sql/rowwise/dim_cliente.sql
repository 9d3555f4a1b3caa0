select cliente_original_id, valido_de, valido_ate, cliente_id from dim.dim_cliente order by 1, 2
