with campanhas as (
    select
        campanha.*,
        coalesce(agregado.usos, 0) as usos,
        coalesce(agregado.usos_aprovados, 0) as aprovados,
        coalesce(agregado.valor_desconto_concedido, 0) as desconto,
        coalesce(agregado.valor_desconto_frete, 0) as desconto_frete,
        coalesce(agregado.pedidos, 0) as pedidos,
        coalesce(agregado.clientes, 0) as clientes,
        coalesce(agregado.valor_receita, 0) as receita,
        case when agregado.desconto_original_id is null then 0 else agregado.margem_bruta end
            as margem,
        case when agregado.desconto_original_id is null then 0 else agregado.margem_bruta end
        - coalesce(agregado.valor_desconto_frete, 0)
        - coalesce(campanha.custo_campanha, 0) as resultado
    from {{ ref('dim_desconto') }} as campanha
    left join {{ ref('agg_campanhas') }} as agregado
        on agregado.desconto_original_id = campanha.desconto_original_id
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
