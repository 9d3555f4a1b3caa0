{#
    An order's content is told by how many items it has in the fact and by the newest run that wrote one of them: an item that is
    new or changed carries the run of now, one that is gone is missing in the count. So no window is needed, and a run that ended
    before this table is made up for by the next one.
#}
{{ config(unique_key='pedido_original_id', post_hook="{{ excluir_pedidos_sem_itens() }}") }}
{%- do indices('pedido_original_id') %}

with itens as (
    select
        pedido_original_id,
        count(*) as itens,
        max(atualizado_run_id) as fato_run_id
    from {{ ref('fact_vendas') }}
    group by pedido_original_id
),

mudados as (
    select itens.*
    from itens
    {%- if incremental() %}
    left join {{ this }} as antes on itens.pedido_original_id = antes.pedido_original_id
    where
        antes.pedido_original_id is null
        or antes.itens <> itens.itens
        or antes.fato_run_id <> itens.fato_run_id
    {%- endif %}
)

-- Day, region, customer, channel and status are the order's: all its items have the same.
select
    -- keys
    mudados.pedido_original_id,
    min(vendas.data_id) as data_id,
    min(vendas.regiao_id) as regiao_id,
    min(cliente.cliente_original_id) as cliente_original_id,
    -- attributes
    min(vendas.canal) as canal,
    {{ bit("min(vendas.status_pedido) = 'Cancelado'") }} as eh_cancelado,
    -- measures
    cast(mudados.itens as int) as itens,
    cast(sum(vendas.quantidade_vendida) as int) as quantidade_vendida,
    cast(sum(vendas.quantidade_devolvida) as int) as quantidade_devolvida,
    cast(sum(vendas.valor_total_bruto) as decimal(15, 2)) as valor_total_bruto,
    cast(sum(vendas.valor_total_descontos) as decimal(15, 2)) as valor_total_descontos,
    cast(sum(vendas.valor_receita) as decimal(15, 2)) as valor_receita,
    cast(sum(vendas.margem_bruta) as decimal(15, 2)) as margem_bruta,
    -- lineage
    cast(mudados.fato_run_id as bigint) as fato_run_id
from mudados
inner join {{ ref('vw_vendas_medidas') }} as vendas
    on mudados.pedido_original_id = vendas.pedido_original_id
left join {{ ref('dim_cliente') }} as cliente on vendas.cliente_id = cliente.cliente_id
group by mudados.pedido_original_id, mudados.itens, mudados.fato_run_id
{{ em_ordem('data_id') }}
