-- The staged batch into the fact.
insert into rowwise.fact_vendas
select * from lote
on conflict (venda_id) do update set
    data_id = excluded.data_id,
    cliente_id = excluded.cliente_id,
    produto_id = excluded.produto_id,
    regiao_id = excluded.regiao_id,
    vendedor_id = excluded.vendedor_id,
    equipe_id = excluded.equipe_id,
    numero_pedido = excluded.numero_pedido,
    item_original_id = excluded.item_original_id,
    pedido_original_id = excluded.pedido_original_id,
    vendedor_original_id = excluded.vendedor_original_id,
    canal = excluded.canal,
    status_pedido = excluded.status_pedido,
    quantidade_vendida = excluded.quantidade_vendida,
    preco_unitario_tabela = excluded.preco_unitario_tabela,
    valor_total_bruto = excluded.valor_total_bruto,
    valor_total_descontos = excluded.valor_total_descontos,
    valor_total_liquido = excluded.valor_total_liquido,
    valor_frete_rateado = excluded.valor_frete_rateado,
    custo_total = excluded.custo_total,
    quantidade_devolvida = excluded.quantidade_devolvida,
    valor_devolvido = excluded.valor_devolvido,
    percentual_comissao = excluded.percentual_comissao,
    valor_comissao = excluded.valor_comissao,
    teve_desconto = excluded.teve_desconto
