-- The working set of the run: orders to reload, and orders that are only looked at because a discount of another order names one
-- of their items (recarregar = 0).
with mudados as (
    select pedido_id from {{ ref('int_pedidos_tocados') }}
    union
    select pedido_id from {{ ref('int_pedidos_repontados') }}
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

sem_voo as (
    select a.pedido_id
    from a_recarregar as a
    where
        not exists (
            select 1 from {{ ref('int_pedidos_em_voo') }} as v where v.pedido_id = a.pedido_id
        )
)

select
    pedido_id,
    {{ bit('1 = 1') }} as recarregar
from sem_voo
union all
select distinct
    cruzados.pedido_do_item as pedido_id,
    {{ bit('1 = 0') }} as recarregar
from cruzados
inner join sem_voo on cruzados.pedido_id = sem_voo.pedido_id
where not exists (select 1 from sem_voo as s where s.pedido_id = cruzados.pedido_do_item)
