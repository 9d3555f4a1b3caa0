select * from snap.snap_cliente
where cliente_id = cast(? as bigint)
