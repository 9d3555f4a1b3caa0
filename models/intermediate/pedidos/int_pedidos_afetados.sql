{%- set w = janela(['fact_vendas', 'fact_descontos']) %}
-- The working set of the run: orders to reload, and orders that are only looked at (recarregar = 0): a discount of another order
-- names one of their items, or they wait for the next run, which then reloads them whatever became of what they waited for.
with mudados as (
    select pedido_id from {{ ref('int_pedidos_tocados') }}
    union
    select pedido_id from {{ ref('int_pedidos_repontados') }}
    union
    {{ pedidos_pendentes(w.desde_run) }}
),

cruzados as (
    select
        aplicado.pedido_id,
        item.pedido_id as pedido_do_item
    from {{ ref('stg_oltp__desconto_aplicado') }} as aplicado
    inner join
        {{ ref('stg_oltp__item_pedido') }} as item
        on aplicado.item_pedido_id = item.item_pedido_id
    where aplicado.pedido_id <> item.pedido_id
),

a_recarregar as (
    select pedido_id from mudados
    union
    select cruzados.pedido_id
    from cruzados
    inner join mudados on cruzados.pedido_do_item = mudados.pedido_id
),

marcados as (
    select
        a.pedido_id,
        case when voo.pedido_id is null then 1 else 0 end as recarregar
    from a_recarregar as a
    left join {{ ref('int_pedidos_em_voo') }} as voo on a.pedido_id = voo.pedido_id
),

olhados as (
    select distinct cruzados.pedido_do_item as pedido_id
    from cruzados
    inner join marcados on cruzados.pedido_id = marcados.pedido_id
    where
        marcados.recarregar = 1
        and not exists (select 1 from marcados as m where m.pedido_id = cruzados.pedido_do_item)
)

select
    pedido_id,
    {{ bit('recarregar = 1') }} as recarregar,
    {# a run of everything that dies is not made up for by another one of everything #}
    cast({{ 'case when recarregar = 0 then ' ~ run_id() ~ ' end' if w.completa else run_id() }} as bigint) as run_id
from marcados
union all
select
    pedido_id,
    {{ bit('1 = 0') }} as recarregar,
    cast(null as bigint) as run_id
from olhados
