with afetados as (
    select * from {{ ref('int_pedidos_afetados') }}
    where recarregar = 1
),

com_item as (
    select
        devolucao.*,
        coalesce(origem.pedido_id, -1) as pedido_id
    from {{ ref('stg_oltp__devolucao') }} as devolucao
    left join
        {{ ref('stg_oltp__item_pedido') }} as origem
        on devolucao.item_pedido_id = origem.item_pedido_id
),

com_regra as (
    select
        com_item.*,
        item.quantidade as quantidade_vendida,
        case
            when com_item.quantidade is null or com_item.quantidade <= 0 then 'devolucao_quantidade'
            when
                com_item.valor_devolvido is null or com_item.valor_devolvido < 0
                then 'devolucao_quantidade'
            when item.item_pedido_id is null or item.regra is not null then 'devolucao_orfa'
        end as regra_propria
    from afetados
    inner join com_item on afetados.pedido_id = com_item.pedido_id
    left join
        {{ ref('int_item_avaliado') }} as item
        on com_item.item_pedido_id = item.item_pedido_id
    -- a return without an item waits by itself, as an order does (int_pedidos_em_voo)
    where com_item.pedido_id <> -1 or com_item.data_atualizacao <= {{ cutoff() }}
),

com_soma as (
    select
        com_regra.*,
        sum(case when regra_propria is null then quantidade else 0 end) over (
            partition by item_pedido_id order by devolucao_id rows unbounded preceding
        ) as quantidade_acumulada
    from com_regra
)

select
    -- keys
    devolucao_id,
    item_pedido_id,
    pedido_id,
    -- measures
    quantidade,
    valor_devolvido,
    quantidade_acumulada,
    quantidade_vendida,
    -- quality
    case
        when regra_propria is not null then regra_propria
        when quantidade_acumulada > quantidade_vendida then 'devolucao_excede'
    end as regra
from com_soma
