select * from stg.int_pedidos_afetados
where cliente_id = cast(? as bigint)
