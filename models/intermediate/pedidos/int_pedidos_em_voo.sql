{{ config(materialized='view') }}
{%- set w = janela(['fact_vendas', 'fact_descontos']) %}

-- Orders with a row stamped after the cutoff, and those that such a row left: they wait, whole, for the next run.
with depois as (
    select pedido_id from {{ ref('stg_oltp__pedido') }}
    where data_atualizacao > {{ cutoff() }}
    union
    select pedido_id from {{ ref('stg_oltp__item_pedido') }}
    where data_atualizacao > {{ cutoff() }}
    union
    select pedido_id from {{ ref('stg_oltp__desconto_aplicado') }}
    where data_atualizacao > {{ cutoff() }}
    union
    select coalesce(item.pedido_id, -1) as pedido_id
    from {{ ref('stg_oltp__devolucao') }} as devolucao
    left join
        {{ ref('stg_oltp__item_pedido') }} as item
        on devolucao.item_pedido_id = item.item_pedido_id
    where devolucao.data_atualizacao > {{ cutoff() }}
    {%- if not w.completa %}
    union
    {{ pedidos_deixados('linha.data_atualizacao > ' ~ cutoff()) }}
    {%- endif %}
)

select pedido_id
from depois
where pedido_id <> -1
