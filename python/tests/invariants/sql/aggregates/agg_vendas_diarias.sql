select
    v.data_id, r.estado, r.nome_estado, r.regiao_pais, v.canal,
    count(distinct v.pedido_original_id) as pedidos,
    sum(v.quantidade_vendida) as quantidade_vendida,
    sum(v.quantidade_devolvida) as quantidade_devolvida,
    sum(v.valor_total_bruto) as valor_total_bruto,
    sum(v.valor_total_descontos) as valor_total_descontos, sum(v.receita) as valor_receita,
    inteira(v.receita - v.custo_receita) as margem_bruta,
    sum(v.valor_frete_rateado) as valor_frete
from venda v join dw.dim.dim_regiao r on r.regiao_id = v.regiao_id
where not v.cancelada
group by v.data_id, r.estado, r.nome_estado, r.regiao_pais, v.canal
