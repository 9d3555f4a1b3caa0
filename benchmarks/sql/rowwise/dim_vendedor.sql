select
    vendedor_original_id, valido_de, valido_ate, vendedor_id, equipe_original_id,
    percentual_comissao_padrao
from dim.dim_vendedor
order by vendedor_original_id, valido_de
