select * from ctl.clientes_apagados
where cliente_id = cast(? as bigint)
