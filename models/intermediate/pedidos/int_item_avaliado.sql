{{ config(post_hook="{{
    lembrar_perdedores('fact_vendas', 'item_pedido_id', 'item_original_id')
}}") }}
with item as (
    select
        linha.*,
        {{ valor_das_unidades('linha.quantidade', 'linha.preco_unitario') }} as valor_bruto,
        {{ valor_das_unidades('linha.quantidade', 'linha.custo_unitario') }} as custo_total,
        pedido.valor_frete as frete_pedido,
        case when pedido.existe = 1 and pedido.regra is null then 1 else 0 end as pedido_valido,
        {{ copias_na_carga('linha.item_pedido_id') }}
    from {{ ref('int_pedidos_afetados') }} as pedido
    inner join {{ ref('stg_oltp__item_pedido') }} as linha on pedido.pedido_id = linha.pedido_id
    where pedido.em_voo = 0
)

-- An amount that does not fit is NULL.
select
    -- keys
    item_pedido_id,
    pedido_id,
    produto_id,
    vendedor_id,
    -- measures
    quantidade,
    preco_unitario,
    custo_unitario,
    valor_frete,
    frete_pedido,
    valor_bruto,
    custo_total,
    -- quality
    copia,
    case
        when copias > 1 then 'chave_duplicada'
        when
            pedido_valido = 0 or not {{ existe_na_origem('produto', 'produto_id') }}
            then 'item_orfao'
        when quantidade is null or quantidade <= 0 then 'item_quantidade'
        when preco_unitario is null or preco_unitario < 0 then 'item_preco'
        when custo_unitario < 0 then 'item_custo'
        when valor_frete < 0 then 'item_frete'
        when
            valor_bruto is null or (custo_unitario is not null and custo_total is null)
            then 'item_valor'
    end as regra
from item
