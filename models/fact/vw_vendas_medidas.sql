{{ config(schema='vw', materialized='view') }}
with calculadas as (
    select
        *,
        {{ receita('fact_vendas') }} as valor_receita,
        {{ custo_da_receita('fact_vendas') }} as custo_receita
    from {{ ref('fact_vendas') }} as fact_vendas
)

select
    venda_id, data_id, cliente_id, produto_id, regiao_id, vendedor_id, equipe_id,
    item_original_id, pedido_original_id, numero_pedido, canal, status_pedido,
    {{ bit("status_pedido = 'Cancelado'") }} as eh_cancelado,
    {{ bit('vendedor_id = -2') }} as eh_venda_direta,
    quantidade_vendida, quantidade_devolvida, preco_unitario_tabela, valor_total_bruto,
    valor_total_descontos, valor_total_liquido, valor_devolvido, valor_frete_rateado, custo_total,
    valor_receita,
    custo_receita,
    cast(valor_receita - custo_receita as decimal(15, 2)) as margem_bruta,
    percentual_comissao, valor_comissao, teve_desconto,
    atualizado_run_id
from calculadas
