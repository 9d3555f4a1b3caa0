-- Regions: the municipalities of Brazil where the shop has any, and the places that are none.
create temp table nova_regiao as
select * exclude (data_cadastro, data_atualizacao), null::timestamp as data_cadastro,
    null::timestamp as data_atualizacao
from core.regiao
limit 0;

insert into nova_regiao by name
select * from regiao_do_brasil
where getvariable('pais') = 'Brasil' or exists (select 1 from lugar where codigo_ibge is not null)
union all by name
select *, 'Não informado' as tipo_municipio, true as eh_ativo
from regiao_da_loja
where regiao_id in (
    select try_cast(regiao_id as bigint) from bruta_cliente
    union
    select try_cast(regiao_entrega_id as bigint) from bruta_pedido
);
