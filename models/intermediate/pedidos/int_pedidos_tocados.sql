{{ config(materialized='view') }}
{%- set w = janela(['fact_vendas', 'fact_descontos']) %}
{%- set meses = var('reprocessar_meses') %}

-- What the source stamped in the window (everything on a first load); -1 stands for rows that belong to no order.
select pedido_id from {{ ref('stg_oltp__pedido') }}
where {{ na_janela('data_atualizacao', w) }}
union
select pedido_id from {{ ref('stg_oltp__item_pedido') }}
where {{ na_janela('data_atualizacao', w) }}
union
select pedido_id from {{ ref('stg_oltp__desconto_aplicado') }}
where {{ na_janela('data_atualizacao', w) }}
union
select coalesce(item.pedido_id, -1) as pedido_id
from {{ ref('stg_oltp__devolucao') }} as devolucao
left join
    {{ ref('stg_oltp__item_pedido') }} as item
    on devolucao.item_pedido_id = item.item_pedido_id
where {{ na_janela('devolucao.data_atualizacao', w) }}
union
-- returns whose item is gone
select cast(-1 as bigint) as pedido_id
from {{ ref('stg_oltp__devolucao') }} as devolucao
where
    not exists (
        select 1 from {{ ref('stg_oltp__item_pedido') }} as item
        where item.item_pedido_id = devolucao.item_pedido_id
    )
{%- if meses %}
union
-- months to reload, as the source and as the warehouse has them
select pedido_id from {{ ref('stg_oltp__pedido') }}
where
    {{ periodo_mes('data_pedido') }}
    in ('{{ meses | join("', '") }}')
union
select item.pedido_id
from {{ ref('stg_oltp__item_pedido') }} as item
left join {{ ref('stg_oltp__pedido') }} as pedido on item.pedido_id = pedido.pedido_id
where pedido.data_pedido is null
{%- for mes in meses if mes | length == 7 %}
union
select pedido_original_id as pedido_id from {{ controle('fact', 'fact_vendas') }}
where data_id between {{ mes | replace('-', '') }}01 and {{ mes | replace('-', '') }}31
{%- endfor %}
{%- if 'sem data' in meses %}
union
select f.pedido_original_id as pedido_id
from {{ controle('fact', 'fact_descontos') }} as f
left join
    {{ ref('stg_oltp__pedido') }} as pedido
    on f.pedido_original_id = pedido.pedido_id
where pedido.pedido_id is null
{%- endif %}
{%- endif %}
