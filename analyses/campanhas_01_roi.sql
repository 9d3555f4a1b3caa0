-- Question: which campaigns paid for themselves?
-- Reading: roi_percent is what remains of the margin after freight discounts and the campaign's cost,
-- against that cost; below 0 the campaign lost money, NULL when it had no cost. An order with two
-- campaigns counts for both.
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
    resultado_campanha,
    roi_percent,
    receita_por_real_descontado
from {{ ref('vw_roi_campanhas') }}
where usos > 0
order by resultado_campanha desc, codigo_desconto
