select * from dim.dim_cliente
where cliente_original_id = cast(? as bigint)
order by versao
