-- One row of the batch; executemany sends them one by one.
insert into lote (
    venda_id, data_id, cliente_id, produto_id, regiao_id, vendedor_id, equipe_id,
    numero_pedido, item_original_id, pedido_original_id, vendedor_original_id, canal,
    status_pedido, quantidade_vendida, preco_unitario_tabela, valor_total_bruto,
    valor_total_descontos, valor_total_liquido, valor_frete_rateado, custo_total,
    quantidade_devolvida, valor_devolvido, percentual_comissao, valor_comissao, teve_desconto
)
values (
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
