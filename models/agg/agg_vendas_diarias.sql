{{ config(pre_hook="{{ tirar_grupos('data_id', dias_a_refazer()) }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }} {{ ref('dim_data') }}

-- An order has one day, one state and one channel: its rows may be added up over all three.
select
    pedidos.data_id,
    regiao.estado,
    estado.nome_estado,
    estado.regiao_pais,
    pedidos.canal,
    cast(count(*) as bigint) as pedidos,
    cast(sum(cast(pedidos.quantidade_vendida as bigint)) as bigint) as quantidade_vendida,
    cast(sum(cast(pedidos.quantidade_devolvida as bigint)) as bigint) as quantidade_devolvida,
    cast(sum(pedidos.valor_total_bruto) as decimal(18, 2)) as valor_total_bruto,
    cast(sum(pedidos.valor_total_descontos) as decimal(18, 2)) as valor_total_descontos,
    cast(sum(pedidos.valor_receita) as decimal(18, 2)) as valor_receita,
    cast({{ soma_completa('pedidos.margem_bruta') }} as decimal(18, 2)) as margem_bruta,
    cast({{ soma_completa('pedidos.valor_frete') }} as decimal(18, 2)) as valor_frete
from {{ ref('agg_pedidos') }} as pedidos
inner join {{ ref('dim_regiao') }} as regiao on pedidos.regiao_id = regiao.regiao_id
inner join {{ ref('vw_estados') }} as estado on regiao.estado = estado.estado
where
    pedidos.eh_cancelado = 0
    {%- if incremental() %}
    and pedidos.data_id in (
        select dia.data_id from {{ ref('dim_data') }} as dia
        where dia.data_id not in (select antes.data_id from {{ this }} as antes)
    )
    {%- endif %}
group by pedidos.data_id, regiao.estado, estado.nome_estado, estado.regiao_pais, pedidos.canal
{{ em_ordem('data_id') }}
