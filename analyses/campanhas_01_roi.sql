-- Question: which campaigns paid for themselves?
-- Reading: margem_incremental is what its orders brought more than as many orders of the same days without
-- a discount, its discount put back; give or take margem_incerteza (95 %). roi_percent is what remains of
-- it after the discount given and the campaign's cost, against these; below 0 the campaign lost money. It
-- compares different buyers: a hint, no proof. An order with two campaigns counts for both.
select
    codigo_desconto,
    nome_campanha,
    tipo_desconto,
    usos,
    usos_aprovados,
    pedidos,
    valor_desconto_concedido,
    valor_receita,
    margem_bruta,
    custo_campanha,
    custo_total,
    margem_incremental,
    margem_incerteza,
    resultado_campanha,
    roi_percent,
    receita_por_real_descontado
from {{ ref('vw_roi_campanhas') }}
where usos > 0
order by resultado_campanha desc, codigo_desconto
