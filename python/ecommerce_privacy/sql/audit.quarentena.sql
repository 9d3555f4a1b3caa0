-- Rejected rows: of the customer, and of the customer's orders, loaded or not.
with titular as (
    select cast(? as bigint) as cliente_id
)

select quarentena.*
from audit.quarentena as quarentena
cross join titular
where
    quarentena.entidade = 'cliente'
    and quarentena.chave_origem = cast(titular.cliente_id as varchar(50))
    or quarentena.entidade = 'pedido'
    and quarentena.detalhe like concat('cliente_id=', titular.cliente_id, ';%')
    or quarentena.pedido_original_id in (
        select pedido.pedido_original_id from fact.agg_pedidos as pedido
        where pedido.cliente_original_id = titular.cliente_id
    )
