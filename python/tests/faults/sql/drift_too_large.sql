-- A target beyond what the warehouse holds, and a change that has nothing to do with it.
update core.meta_vendedor
set valor_meta = 99999999999999.99, data_atualizacao = now() at time zone 'UTC'
where meta_id = (select max(meta_id) from core.meta_vendedor);
update core.cliente
set nome_cliente = 'Renamed', data_atualizacao = now() at time zone 'UTC'
where cliente_id = 1;
