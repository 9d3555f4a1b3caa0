-- An order changes, and is stamped as its writer's clock says.
create or replace temp macro agora() as cast(now() at time zone 'UTC' as timestamp);
update core.pedido set valor_frete = valor_frete + 1, data_atualizacao = {carimbo}
where pedido_id = 7;
