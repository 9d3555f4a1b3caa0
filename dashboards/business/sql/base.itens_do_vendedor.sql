-- What one seller sold in the period.
select
    pedido_original_id,
    data_venda,
    periodo_mes,
    cliente_original_id,
    nome_cliente,
    categoria,
    canal,
    valor_receita as receita,
    margem_bruta as margem,
    valor_comissao as comissao
from vw.vw_vendas_completa
where
    vendedor_original_id = :vendedor
    and eh_cancelado = 0
    and data_venda between :de and :ate
