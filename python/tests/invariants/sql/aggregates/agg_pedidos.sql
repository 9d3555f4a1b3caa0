select
    pedido_original_id, min(data_id) as data_id, min(regiao_id) as regiao_id,
    min(cliente_original_id) as cliente_original_id, min(canal) as canal,
    bool_and(cancelada) as eh_cancelado, count(*) as itens,
    sum(quantidade_vendida) as quantidade_vendida,
    sum(quantidade_devolvida) as quantidade_devolvida,
    sum(valor_total_bruto) as valor_total_bruto,
    sum(valor_total_descontos) as valor_total_descontos, sum(receita) as valor_receita,
    inteira(receita - custo_receita) as margem_bruta,
    sum(valor_frete_rateado) as valor_frete
from venda group by pedido_original_id
