select regiao_original_id, regiao_id from dim.dim_regiao
