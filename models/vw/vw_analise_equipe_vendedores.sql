with vendas as (
    select
        calendario.ano, equipe.equipe_original_id, vendedor.vendedor_original_id,
        max(equipe.nome_equipe) as nome_equipe,
        max(vendedor.nome_vendedor) as nome_vendedor,
        count(distinct item.pedido_original_id) as pedidos,
        sum(cast(item.quantidade_vendida - item.quantidade_devolvida as bigint)) as unidades,
        sum(item.valor_receita) as receita,
        {{ soma_completa('item.margem_bruta') }} as margem,
        sum(item.valor_comissao) as comissao
    from {{ ref('vw_vendas_medidas') }} as item
    left join {{ ref('dim_data') }} as calendario on item.data_id = calendario.data_id
    left join {{ ref('dim_vendedor') }} as vendedor on item.vendedor_id = vendedor.vendedor_id
    left join {{ ref('dim_equipe') }} as equipe on item.equipe_id = equipe.equipe_id
    where item.eh_cancelado = 0 and item.eh_venda_direta = 0
    group by calendario.ano, equipe.equipe_original_id, vendedor.vendedor_original_id
),

comparadas as (
    select
        *,
        sum(receita) over (partition by ano, equipe_original_id) as receita_equipe,
        count(*) over (partition by ano, equipe_original_id) as vendedores_equipe,
        row_number() over (
            partition by ano, equipe_original_id
            order by receita desc, {{ nulos_por_ultimo('vendedor_original_id') }}
        ) as ranking
    from vendas
)

select
    ano, equipe_original_id, nome_equipe, vendedor_original_id, nome_vendedor,
    cast(pedidos as bigint) as pedidos,
    cast(unidades as bigint) as unidades,
    cast(receita as decimal(18, 2)) as valor_receita,
    cast(margem as decimal(18, 2)) as margem_bruta,
    cast(comissao as decimal(18, 2)) as valor_comissao,
    {{ dinheiro_por('receita', 'pedidos') }} as ticket_medio,
    cast(receita_equipe as decimal(18, 2)) as valor_receita_equipe,
    {{ percentual('receita', 'receita_equipe') }} as participacao_equipe_percent,
    {{ percentual('receita * vendedores_equipe', 'receita_equipe') }} as percentual_da_media,
    cast(ranking as int) as ranking_na_equipe
from comparadas
