{{ config(unique_key='pedido_original_id', post_hook="{{ excluir_pedidos_sem_itens() }}") }}
{%- do indices('pedido_original_id') %}

-- Day, region, customer, channel and status are the order's: all its items have the same.
select
    -- keys
    vendas.pedido_original_id,
    min(vendas.data_id) as data_id,
    min(vendas.regiao_id) as regiao_id,
    min(cliente.cliente_original_id) as cliente_original_id,
    -- attributes
    min(vendas.canal) as canal,
    {{ bit("min(vendas.status_pedido) = 'Cancelado'") }} as eh_cancelado,
    -- measures
    cast(count(*) as int) as itens,
    cast(sum(vendas.quantidade_vendida) as int) as quantidade_vendida,
    cast(sum(vendas.quantidade_devolvida) as int) as quantidade_devolvida,
    cast(sum(vendas.valor_total_bruto) as decimal(15, 2)) as valor_total_bruto,
    cast(sum(vendas.valor_total_descontos) as decimal(15, 2)) as valor_total_descontos,
    cast(sum(vendas.valor_receita) as decimal(15, 2)) as valor_receita,
    cast(sum(vendas.margem_bruta) as decimal(15, 2)) as margem_bruta
from {{ ref('vw_vendas_medidas') }} as vendas
left join {{ ref('dim_cliente') }} as cliente on vendas.cliente_id = cliente.cliente_id
{%- if incremental() %}
where vendas.pedido_original_id in (
    select pedido.pedido_id from {{ ref('int_pedidos_afetados') }} as pedido
    where pedido.em_voo = 0
)
{%- endif %}
group by vendas.pedido_original_id
{{ em_ordem('data_id') }}
