-- One campaign over its whole life.
select
    desconto_original_id as campanha_id,
    codigo_desconto as codigo,
    nome_campanha as campanha,
    metodo_desconto as metodo,
    tipo_desconto as tipo,
    data_inicio_validade as inicio,
    data_fim_validade as fim,
    usos,
    usos_aprovados as aprovados,
    aprovacao_percent,
    pedidos,
    clientes,
    valor_receita as receita,
    valor_desconto_concedido as concedido,
    valor_desconto_frete as concedido_frete,
    custo_campanha,
    custo_total as custo,
    pedidos_comparados,
    margem_incremental,
    margem_incerteza as incerteza,
    resultado_campanha as resultado,
    roi_percent
from vw.vw_roi_campanhas
where codigo_desconto = :codigo
