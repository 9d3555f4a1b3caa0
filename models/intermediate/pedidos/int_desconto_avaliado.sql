{{ config(post_hook="{{
    lembrar_perdedores('fact_descontos', 'desconto_aplicado_id', 'desconto_aplicado_original_id')
}}") }}
with com_regra as (
    select
        aplicado.*,
        case when aplicado.aprovado = 1 then 1 else 0 end as eh_aprovado,
        item.valor_bruto as valor_item,
        pedido.valor_frete as frete_pedido,
        {{ copias_na_carga('aplicado.desconto_aplicado_id') }},
        case
            when
                aplicado.valor_desconto is null or aplicado.valor_desconto < 0
                then 'desconto_valor'
            when
                not {{ existe_na_origem('desconto', 'aplicado.desconto_id') }}
                or rejeitado.desconto_id is not null
                or pedido.existe = 0 or pedido.regra is not null
                then 'desconto_orfao'
            when
                aplicado.nivel_aplicacao = 'Produto' and aplicado.item_pedido_id is not null
                and (item.item_pedido_id is null or item.regra is not null) then 'desconto_orfao'
            when
                coalesce(aplicado.nivel_aplicacao, '') not in ('Produto', 'Pedido', 'Frete')
                or (aplicado.nivel_aplicacao = 'Produto' and aplicado.item_pedido_id is null)
                then 'desconto_nivel'
        end as regra_propria
    from {{ ref('int_pedidos_afetados') }} as pedido
    inner join
        {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
        on pedido.pedido_id = aplicado.pedido_id
    left join
        {{ ref('int_descontos_rejeitados') }} as rejeitado
        on aplicado.desconto_id = rejeitado.desconto_id
    left join
        {{ ref('int_item_avaliado') }} as item
        on
            aplicado.item_pedido_id = item.item_pedido_id
            and aplicado.pedido_id = item.pedido_id
            and item.copia = 1
    where pedido.em_voo = 0
),

com_soma as (
    select
        com_regra.*,
        sum(case
            when regra_propria is null and copias = 1 and eh_aprovado = 1 then valor_desconto
            else 0
        end)
            over (
                partition by
                    pedido_id, nivel_aplicacao,
                    case when nivel_aplicacao = 'Produto' then item_pedido_id end
                order by desconto_aplicado_id rows unbounded preceding
            ) as valor_acumulado
    from com_regra
),

itens_do_pedido as (
    select
        pedido_id,
        sum(valor_bruto) as valor_bruto
    from {{ ref('int_item_avaliado') }}
    where regra is null
    group by pedido_id
),

descontos_de_item as (
    select
        pedido_id,
        sum(valor_desconto) as valor_desconto
    from com_soma
    where
        nivel_aplicacao = 'Produto' and regra_propria is null and copias = 1 and eh_aprovado = 1
        and valor_acumulado <= valor_item
    group by pedido_id
),

com_base as (
    select
        com_soma.*,
        case com_soma.nivel_aplicacao
            when 'Produto' then com_soma.valor_item
            when 'Pedido' then
                coalesce(itens_do_pedido.valor_bruto, 0)
                - coalesce(descontos_de_item.valor_desconto, 0)
            when 'Frete' then
                case when itens_do_pedido.pedido_id is null then 0 else com_soma.frete_pedido end
        end as valor_limite
    from com_soma
    left join itens_do_pedido on com_soma.pedido_id = itens_do_pedido.pedido_id
    left join descontos_de_item on com_soma.pedido_id = descontos_de_item.pedido_id
)

select
    -- keys
    desconto_aplicado_id,
    desconto_id,
    pedido_id,
    case when nivel_aplicacao = 'Produto' then item_pedido_id end as item_pedido_id,
    -- attributes
    nivel_aplicacao,
    eh_aprovado,
    data_aplicacao,
    -- measures
    valor_desconto,
    valor_acumulado,
    valor_limite,
    -- quality
    copia,
    case
        when copias > 1 then 'chave_duplicada'
        when regra_propria is not null then regra_propria
        when eh_aprovado = 1 and valor_acumulado > valor_limite then 'desconto_excede_base'
    end as regra
from com_base
