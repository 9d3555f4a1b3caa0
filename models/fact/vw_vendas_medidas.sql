{{ config(schema='vw', materialized='view') }}
-- Revenue, its cost and margin are defined here and nowhere else.
with calculadas as (
    select
        *,
        case when status_pedido = 'Cancelado' then 0 else valor_total_liquido - valor_devolvido end
            as receita,
        case
            when status_pedido = 'Cancelado' then 0
            when quantidade_devolvida = 0 then custo_total
            else 0.01 * {{ divisao_inteira(
                'custo_total * 100 * (quantidade_vendida - quantidade_devolvida)',
                'quantidade_vendida'
            ) }}
        end as custo
    from {{ ref('fact_vendas') }}
)

select
    venda_id, data_id, cliente_id, produto_id, regiao_id, vendedor_id, equipe_id,
    item_original_id, pedido_original_id, numero_pedido, canal, status_pedido,
    {{ bit("status_pedido = 'Cancelado'") }} as eh_cancelado,
    {{ bit('vendedor_id = -2') }} as eh_venda_direta,
    quantidade_vendida, quantidade_devolvida, preco_unitario_tabela, valor_total_bruto,
    valor_total_descontos, valor_total_liquido, valor_devolvido, valor_frete_rateado, custo_total,
    cast(receita as decimal(15, 2)) as valor_receita,
    cast(custo as decimal(15, 2)) as custo_receita,
    cast(receita - custo as decimal(15, 2)) as margem_bruta,
    percentual_comissao, valor_comissao, teve_desconto
from calculadas
