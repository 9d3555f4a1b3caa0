select equipe_original_id, valido_de, valido_ate, equipe_id from dim.dim_equipe order by 1, 2
