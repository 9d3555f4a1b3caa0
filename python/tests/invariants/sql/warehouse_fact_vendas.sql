-- fact_vendas as the oracle writes it down.
select
    f.item_original_id, f.pedido_original_id, f.numero_pedido, f.data_id,
    case when f.cliente_id < 0 then f.cliente_id else c.cliente_original_id end as cliente,
    case when f.cliente_id < 0 then 0 else c.versao end as cliente_versao,
    case when f.produto_id < 0 then f.produto_id else p.produto_original_id end as produto,
    case when f.produto_id < 0 then 0 else p.versao end as produto_versao,
    case when f.regiao_id < 0 then f.regiao_id else r.regiao_original_id end as regiao,
    case when f.vendedor_id < 0 then f.vendedor_id else v.vendedor_original_id end as vendedor,
    case when f.vendedor_id < 0 then 0 else v.versao end as vendedor_versao,
    case when f.equipe_id < 0 then f.equipe_id else e.equipe_original_id end as equipe,
    case when f.equipe_id < 0 then 0 else e.versao end as equipe_versao,
    f.vendedor_original_id as vendedor_origem, f.canal, f.status_pedido, f.quantidade_vendida, f.preco_unitario_tabela,
    f.valor_total_bruto, f.valor_total_descontos, f.valor_total_liquido, f.valor_frete_rateado,
    f.custo_total, f.quantidade_devolvida, f.valor_devolvido, f.percentual_comissao,
    f.valor_comissao, f.teve_desconto
from dw.fact.fact_vendas f
left join dw.dim.dim_cliente c on c.cliente_id = f.cliente_id
left join dw.dim.dim_produto p on p.produto_id = f.produto_id
left join dw.dim.dim_regiao r on r.regiao_id = f.regiao_id
left join dw.dim.dim_vendedor v on v.vendedor_id = f.vendedor_id
left join dw.dim.dim_equipe e on e.equipe_id = f.equipe_id
