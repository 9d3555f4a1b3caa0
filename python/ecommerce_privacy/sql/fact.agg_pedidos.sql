select * from fact.agg_pedidos
where cliente_original_id = cast(? as bigint)
