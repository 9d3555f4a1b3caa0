-- fact_descontos as the oracle writes it down.
select
    f.desconto_aplicado_original_id,
    case when f.desconto_id < 0 then f.desconto_id else d.desconto_original_id end as desconto,
    case when f.desconto_id < 0 then 0 else d.versao end as desconto_versao,
    -- A sale that is not there must not look like no sale.
    case when f.venda_id is not null then coalesce(s.item_original_id, -1) end as item_original_id,
    f.pedido_original_id, f.data_aplicacao_id,
    case when f.cliente_id < 0 then f.cliente_id else c.cliente_original_id end as cliente,
    case when f.cliente_id < 0 then 0 else c.versao end as cliente_versao,
    case when f.produto_id < 0 then f.produto_id else p.produto_original_id end as produto,
    case when f.produto_id < 0 then 0 else p.versao end as produto_versao,
    f.nivel_aplicacao, f.valor_desconto_solicitado, f.valor_desconto_aplicado,
    f.valor_sem_desconto, f.valor_com_desconto, f.margem_antes_desconto,
    f.margem_apos_desconto, f.impacto_margem, f.numero_pedido, f.desconto_aprovado
from dw.fact.fact_descontos f
left join dw.dim.dim_desconto d on d.desconto_id = f.desconto_id
left join dw.fact.fact_vendas s on s.venda_id = f.venda_id
left join dw.dim.dim_cliente c on c.cliente_id = f.cliente_id
left join dw.dim.dim_produto p on p.produto_id = f.produto_id
