-- Campaigns that ran in the period, over their whole life, by return.
select
    codigo_desconto as campanha_codigo,
    nome_campanha as campanha,
    metodo_desconto as metodo,
    usos,
    aprovacao_percent,
    pedidos,
    valor_receita as receita,
    valor_desconto_concedido as concedido,
    custo_campanha as custo,
    resultado_campanha as resultado,
    roi_percent,
    receita_por_real_descontado
from vw.vw_roi_campanhas
where
    usos > 0
    and cast(data_inicio_validade as date) <= :ate
    and (data_fim_validade is null or cast(data_fim_validade as date) >= :de)
order by case when roi_percent is null then 1 else 0 end, roi_percent desc, codigo_desconto
