select * from fact.agg_clientes
where cliente_original_id = cast(? as bigint)
