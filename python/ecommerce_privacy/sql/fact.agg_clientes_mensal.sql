select * from fact.agg_clientes_mensal
where cliente_original_id = cast(? as bigint)
