with com_regra as (
    select
        devolucao.*,
        item.quantidade as quantidade_vendida,
        item.valor_bruto + pedido.valor_frete as valor_limite,
        {{ copias_na_carga('devolucao.devolucao_id') }},
        case
            when
                devolucao.quantidade is null or devolucao.quantidade <= 0
                then 'devolucao_quantidade'
            when
                devolucao.valor_devolvido is null or devolucao.valor_devolvido < 0
                then 'devolucao_quantidade'
            when item.item_pedido_id is null or item.regra is not null then 'devolucao_orfa'
        end as regra_propria
    from {{ ref('int_pedidos_afetados') }} as pedido
    inner join {{ ref('int_devolucao') }} as devolucao on pedido.pedido_id = devolucao.pedido_id
    left join
        {{ ref('int_item_avaliado') }} as item
        on devolucao.item_pedido_id = item.item_pedido_id and item.copia = 1
    where pedido.em_voo = 0
),

-- A row at fault by one of the two sums counts on in both.
com_soma as (
    select
        com_regra.*,
        sum(
            case
                when regra_propria is null and copias = 1 then cast(quantidade as bigint)
                else 0
            end
        ) over (
            partition by item_pedido_id order by devolucao_id rows unbounded preceding
        ) as quantidade_acumulada,
        sum(case when regra_propria is null and copias = 1 then valor_devolvido else 0 end) over (
            partition by item_pedido_id order by devolucao_id rows unbounded preceding
        ) as valor_acumulado
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
    valor_acumulado,
    valor_limite,
    -- quality
    copia,
    case
        when copias > 1 then 'chave_duplicada'
        when regra_propria is not null then regra_propria
        when quantidade_acumulada > quantidade_vendida then 'devolucao_excede'
        when valor_acumulado > valor_limite then 'devolucao_valor'
    end as regra
from com_soma
