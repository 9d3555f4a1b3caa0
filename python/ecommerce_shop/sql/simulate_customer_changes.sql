-- Customers move to another town.
create or replace temp table escolha as
select c.cliente_id, r.regiao_id
from (
    select cliente_id, regiao_id, u(cliente_id, 'destino') as sorteio
    from core.cliente
    where data_cadastro < getvariable('inicio_da_rodada')
    order by u(cliente_id, 'muda'), cliente_id
    limit (select 1 + getvariable('pedidos') // 50)
) as c
asof inner join destino as r on c.sorteio >= r.antes;

update core.cliente
set
    regiao_id = e.regiao_id,
    logradouro = escolhe(getvariable('tipo_logradouro'), u(e.cliente_id, 'tipo')) || ' '
        || escolhe(getvariable('logradouro'), u(e.cliente_id, 'logradouro')),
    numero = (1 + floor(2000 * u(e.cliente_id, 'numero')))::integer::varchar,
    data_atualizacao = getvariable('agora')
from escolha as e
where core.cliente.cliente_id = e.cliente_id;

select 'clientes_mudados' as mudanca, count(*) as linhas from escolha;
