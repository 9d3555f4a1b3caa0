-- Rejected rows, whole: of the customer, those that name the customer, and those of the customer's
-- orders.
with titular as (
    select cast(? as bigint) as cliente_id
)

select inteira.*
from audit.quarentena_linha as inteira
cross join titular
where
    inteira.entidade = 'cliente'
    and inteira.chave_origem = cast(titular.cliente_id as varchar(50))
    or concat('; ', inteira.linha) like concat('%; cliente_id=', titular.cliente_id, ';%')
    or exists (
        select 1
        from audit.quarentena as quarentena
        inner join fact.agg_pedidos as pedido
            on pedido.pedido_original_id = quarentena.pedido_original_id
        where
            pedido.cliente_original_id = titular.cliente_id
            and quarentena.entidade = inteira.entidade
            and quarentena.chave_origem = inteira.chave_origem
            and quarentena.run_id = inteira.run_id
    )
