-- The order that a row left for another one while no run knows of its move.
select pedido_original_id from fact.{fato}
where {chave} = $1 and pedido_original_id not in (select unnest($2))
    and pedido_original_id not in (
        select pedido_id from stg.int_pedidos_afetados where not recarregar
    )
