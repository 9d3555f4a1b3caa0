-- Campaigns that ran in the period, over their whole life, by what they brought.
select
    codigo_desconto as campanha_codigo,
    nome_campanha as campanha,
    metodo_desconto as metodo,
    usos,
    aprovacao_percent,
    pedidos,
    valor_receita as receita,
    valor_desconto_concedido as concedido,
    custo_total as custo,
    pedidos_comparados,
    margem_incremental,
    margem_incerteza as incerteza,
    resultado_campanha as resultado,
    roi_percent,
    receita_por_real_descontado
from vw.vw_roi_campanhas
where
    usos > 0
    and cast(data_inicio_validade as date) <= :ate
    and (data_fim_validade is null or cast(data_fim_validade as date) >= :de)
order by case when resultado_campanha is null then 1 else 0 end, resultado_campanha desc, codigo_desconto
