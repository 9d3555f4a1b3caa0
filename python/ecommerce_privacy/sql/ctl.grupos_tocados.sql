select * from ctl.grupos_tocados
where cliente_original_id = cast(? as bigint)
