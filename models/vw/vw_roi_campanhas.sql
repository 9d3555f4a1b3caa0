with aplicados as (
    select
        desconto_original_id, venda_id, pedido_original_id, nivel_aplicacao,
        case when desconto_aprovado = 1 then 1 else 0 end as aprovado,
        case when eh_cancelado = 1 then 0 else valor_desconto_aplicado end as concedido
    from {{ ref('vw_descontos_completa') }}
),

usos as (
    select
        desconto_original_id,
        count(*) as usos,
        sum(aprovado) as aprovados,
        sum(concedido) as desconto,
        sum(case when nivel_aplicacao = 'Frete' then concedido else 0 end) as desconto_frete
    from aplicados
    group by desconto_original_id
),

-- An item counts once for a campaign, however many of the campaign's discounts touched it.
itens as (
    select
        aplicados.desconto_original_id,
        vendas.venda_id
    from aplicados
    inner join {{ ref('vw_vendas_medidas') }} as vendas
        on vendas.pedido_original_id = aplicados.pedido_original_id
    where
        aplicados.aprovado = 1
        and vendas.eh_cancelado = 0
        and (aplicados.venda_id is null or aplicados.venda_id = vendas.venda_id)
    group by aplicados.desconto_original_id, vendas.venda_id
),

receitas as (
    select
        itens.desconto_original_id,
        count(distinct vendas.pedido_original_id) as pedidos,
        count(distinct cliente.cliente_original_id) as clientes,
        sum(vendas.valor_receita) as receita,
        sum(vendas.margem_bruta) as margem
    from itens
    inner join {{ ref('vw_vendas_medidas') }} as vendas on vendas.venda_id = itens.venda_id
    left join {{ ref('dim_cliente') }} as cliente on cliente.cliente_id = vendas.cliente_id
    group by itens.desconto_original_id
),

campanhas as (
    select
        campanha.*,
        coalesce(usos.usos, 0) as usos,
        coalesce(usos.aprovados, 0) as aprovados,
        coalesce(usos.desconto, 0) as desconto,
        coalesce(usos.desconto_frete, 0) as desconto_frete,
        coalesce(receitas.pedidos, 0) as pedidos,
        coalesce(receitas.clientes, 0) as clientes,
        coalesce(receitas.receita, 0) as receita,
        coalesce(receitas.margem, 0) as margem,
        coalesce(receitas.margem, 0)
        - coalesce(usos.desconto_frete, 0)
        - coalesce(campanha.custo_campanha, 0) as resultado
    from {{ ref('dim_desconto') }} as campanha
    left join usos on usos.desconto_original_id = campanha.desconto_original_id
    left join receitas on receitas.desconto_original_id = campanha.desconto_original_id
    where campanha.eh_atual = 1 and campanha.desconto_id > 0
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
    cast(resultado as decimal(18, 2)) as resultado_campanha,
    {{ percentual('resultado', 'custo_campanha') }} as roi_percent,
    {{ razao('receita', 'desconto', 2) }} as receita_por_real_descontado
from campanhas
