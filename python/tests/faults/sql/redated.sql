-- Orders get another business date, and are stamped.
update core.pedido set data_pedido = {data}, data_atualizacao = cast(now() at time zone 'UTC' as timestamp)
where {quais};
