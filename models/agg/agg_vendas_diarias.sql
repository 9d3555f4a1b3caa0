-- An order has one day, one state and one channel: its rows may be added up over all three.
select
    pedidos.data_id,
    regiao.estado,
    regiao.nome_estado,
    regiao.regiao_pais,
    pedidos.canal,
    cast(count(*) as bigint) as pedidos,
    cast(sum(cast(pedidos.quantidade_vendida as bigint)) as bigint) as quantidade_vendida,
    cast(sum(cast(pedidos.quantidade_devolvida as bigint)) as bigint) as quantidade_devolvida,
    cast(sum(pedidos.valor_total_bruto) as decimal(18, 2)) as valor_total_bruto,
    cast(sum(pedidos.valor_total_descontos) as decimal(18, 2)) as valor_total_descontos,
    cast(sum(pedidos.valor_receita) as decimal(18, 2)) as valor_receita,
    cast(sum(pedidos.margem_bruta) as decimal(18, 2)) as margem_bruta
from {{ ref('agg_pedidos') }} as pedidos
inner join {{ ref('dim_regiao') }} as regiao on pedidos.regiao_id = regiao.regiao_id
where pedidos.eh_cancelado = 0
group by pedidos.data_id, regiao.estado, regiao.nome_estado, regiao.regiao_pais, pedidos.canal
{{ em_ordem('data_id') }}
