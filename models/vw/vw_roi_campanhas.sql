{%- set real = tipo('float') -%}
with campanhas as (
    select
        campanha.*,
        agregado.primeiro_dia, agregado.ultimo_dia, agregado.margem_pedidos,
        agregado.margem_quadrados,
        coalesce(agregado.usos, 0) as usos,
        coalesce(agregado.usos_aprovados, 0) as aprovados,
        coalesce(agregado.valor_desconto_concedido, 0) as desconto,
        coalesce(agregado.valor_desconto_frete, 0) as desconto_frete,
        coalesce(agregado.pedidos, 0) as pedidos,
        coalesce(agregado.clientes, 0) as clientes,
        coalesce(agregado.valor_receita, 0) as receita,
        case when agregado.desconto_original_id is null then 0 else agregado.margem_bruta end
            as margem,
        coalesce(agregado.valor_desconto_concedido, 0) + coalesce(campanha.custo_campanha, 0)
            as custo
    from {{ ref('dim_desconto') }} as campanha
    left join {{ ref('agg_campanhas') }} as agregado
        on agregado.desconto_original_id = campanha.desconto_original_id
    where campanha.eh_atual = 1 and campanha.desconto_id > 0
),

-- Orders without a discount, by day: what an order brings when no campaign touches it.
dias as (
    select
        data_id,
        cast(count(*) as bigint) as pedidos,
        {{ soma_completa('margem_bruta') }} as margem,
        sum(cast(margem_bruta as {{ real }}) * margem_bruta) as quadrados
    from {{ ref('agg_pedidos') }}
    where eh_cancelado = 0 and valor_total_descontos = 0
    group by data_id
),

-- Those of the days from a campaign's first order to its last.
comparacoes as (
    select
        campanhas.desconto_original_id,
        sum(dias.pedidos) as pedidos,
        cast({{ soma_completa('dias.margem') }} as {{ real }}) as margem,
        sum(dias.quadrados) as quadrados
    from campanhas
    inner join dias on dias.data_id between campanhas.primeiro_dia and campanhas.ultimo_dia
    group by campanhas.desconto_original_id
),

medidas as (
    select
        campanhas.*,
        comparacoes.pedidos as pedidos_comparados,
        case when campanhas.pedidos = 0 then 0 else
            campanhas.margem_pedidos
            - campanhas.pedidos * (comparacoes.margem / comparacoes.pedidos)
        end as incremental,
        -- The variance of the mean of each side, out of its sum and its sum of squares.
        case when campanhas.pedidos > 1 and comparacoes.pedidos > 1 then
            (campanhas.margem_quadrados - cast(campanhas.margem_pedidos as {{ real }})
            * campanhas.margem_pedidos / campanhas.pedidos)
            / (campanhas.pedidos - 1) / campanhas.pedidos
            + (comparacoes.quadrados
            - comparacoes.margem * comparacoes.margem / comparacoes.pedidos)
            / (comparacoes.pedidos - 1) / comparacoes.pedidos
        end as variancia
    from campanhas
    left join comparacoes on comparacoes.desconto_original_id = campanhas.desconto_original_id
)

select
    desconto_original_id, codigo_desconto, nome_campanha, tipo_desconto, metodo_desconto,
    data_inicio_validade, data_fim_validade,
    cast(usos as bigint) as usos,
    cast(aprovados as bigint) as usos_aprovados,
    {{ percentual('aprovados', 'usos') }} as aprovacao_percent,
    cast(pedidos as bigint) as pedidos,
    cast(clientes as bigint) as clientes,
    cast(desconto as decimal(18, 2)) as valor_desconto_concedido,
    cast(desconto_frete as decimal(18, 2)) as valor_desconto_frete,
    cast(receita as decimal(18, 2)) as valor_receita,
    cast(margem as decimal(18, 2)) as margem_bruta,
    custo_campanha,
    cast(custo as decimal(18, 2)) as custo_total,
    cast(coalesce(pedidos_comparados, 0) as bigint) as pedidos_comparados,
    cast(incremental as decimal(18, 2)) as margem_incremental,
    cast(
        1.96 * pedidos * sqrt(case when variancia > 0 then variancia else 0 * variancia end)
        as decimal(18, 2)
    ) as margem_incerteza,
    cast(cast(incremental as decimal(18, 2)) - custo as decimal(18, 2)) as resultado_campanha,
    {{ percentual('cast(incremental as decimal(18, 2)) - custo', 'custo') }} as roi_percent,
    {{ razao('receita', 'desconto', 2) }} as receita_por_real_descontado
from medidas
