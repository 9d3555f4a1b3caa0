{{ config(materialized='view') }}

-- Orders with a row stamped after the cutoff: they wait, whole, for the next run.
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
)

select pedido_id
from depois
where pedido_id <> -1
