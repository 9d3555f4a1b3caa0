{{ config(unique_key='data_id', post_hook="{{ excluir_grupos_vazios('data_id') }}") }}
-- depends_on: {{ ref('int_pedidos_afetados') }}

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
        select tocado.data_id from {{ grupos_tocados('data_id') }} as tocado
        union
        -- a municipality that says another state, a state that has another name
        select p.data_id
        from {{ ref('agg_pedidos') }} as p
        inner join {{ ref('dim_regiao') }} as r on p.regiao_id = r.regiao_id
        where r.atualizado_run_id > {{ ultimo_sucesso(this.identifier) }}
        union
        select antes.data_id
        from {{ this }} as antes
        inner join {{ ref('vw_estados') }} as e on antes.estado = e.estado
        where antes.nome_estado <> e.nome_estado or antes.regiao_pais <> e.regiao_pais
    )
    {%- endif %}
group by pedidos.data_id, regiao.estado, estado.nome_estado, estado.regiao_pais, pedidos.canal
{{ em_ordem('data_id') }}
