-- The target of drift_too_large.sql gets a value that fits.
update core.meta_vendedor
set valor_meta = 9.99, data_atualizacao = now() at time zone 'UTC'
where valor_meta > 9999999999999.99;
