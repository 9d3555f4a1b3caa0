-- The freight of an order is that of its items. Where the shop knows it item by item and the items add up to another sum, the facts say what
-- the items say: the order is named here. One with a rejected item lacks that item's freight, and the quarantine tells it.
-- depends_on: {{ ref('int_pedidos_afetados') }}
{{ config(severity='warn') }}
{%- set da_execucao %}(select p.pedido_id from {{ ref('int_pedidos_afetados') }} as p where p.em_voo = 0){% endset %}

with venda as (
    select
        venda.pedido_original_id as pedido_id,
        sum(venda.valor_frete_rateado) as frete_dos_itens
    from {{ ref('fact_vendas') }} as venda
    {%- if not testa_tudo() %}
    where venda.pedido_original_id in {{ da_execucao }}
    {%- endif %}
    group by venda.pedido_original_id
)

select
    venda.pedido_id,
    pedido.numero_pedido,
    coalesce(pedido.valor_frete, 0) as frete_do_pedido,
    venda.frete_dos_itens
from venda
inner join {{ ref('stg_oltp__pedido') }} as pedido on venda.pedido_id = pedido.pedido_id
where
    venda.frete_dos_itens <> coalesce(pedido.valor_frete, 0)
    and {{ pedido_comparado('venda.pedido_id') }}
    {%- if not testa_tudo() %}
    and pedido.pedido_id in {{ da_execucao }}
    {%- endif %}
    and venda.pedido_id not in (
        select q.pedido_original_id from {{ ref('quarentena') }} as q
        where
            q.entidade = 'item_pedido'
            and q.resolvido_em is null
            and q.pedido_original_id is not null
    )
