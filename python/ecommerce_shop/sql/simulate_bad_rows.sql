-- Rows that break a hard rule, one each. Table before: ruim (n, regra), n = 1 .. K.
-- Orphans of a quarantined parent hang on the bad rows made before them, so that enforced keys
-- let them in.
create or replace temp table bom as
select row_number() over (order by sorteio, item_pedido_id) - 1 as posicao, * exclude (sorteio)
from (
    select
        i.item_pedido_id,
        i.pedido_id,
        i.produto_id,
        i.vendedor_id,
        i.quantidade,
        i.preco_unitario,
        u(i.item_pedido_id, 'ruim') as sorteio
    from core.item_pedido as i
    where i.quantidade > 0
        and not exists (
            select 1 from core.devolucao as d where d.item_pedido_id = i.item_pedido_id
        )
        and not exists (select 1 from core.desconto_aplicado as d where d.pedido_id = i.pedido_id)
    order by sorteio, i.item_pedido_id
    limit 1000
) as t;
create or replace temp table ruim_com_base as
select r.n, r.regra, b.*
from ruim as r
inner join bom as b on b.posicao = r.n % (select count(*) from bom);
set variable ultimo_pedido = (select coalesce(max(pedido_id), 0) from core.pedido);
set variable ultimo_item = (select coalesce(max(item_pedido_id), 0) from core.item_pedido);
set variable ultimo_desconto
= (select coalesce(max(desconto_aplicado_id), 0) from core.desconto_aplicado);
set variable ultima_devolucao = (select coalesce(max(devolucao_id), 0) from core.devolucao);
set variable ultima_meta = (select coalesce(max(meta_id), 0) from core.meta_vendedor);

insert into core.pedido
select
    getvariable('ultimo_pedido') + r.n,
    'RUIM-' || lpad((getvariable('ultimo_pedido') + r.n)::varchar, 10, '0'),
    case r.regra when 'pedido_cliente' then -r.n else p.cliente_id end,
    case r.regra when 'pedido_regiao' then -r.n else p.regiao_entrega_id end,
    p.canal,
    'Criado',
    case r.regra when 'pedido_data' then timestamp '1900-01-01' else getvariable('agora') end,
    10,
    getvariable('agora'),
    getvariable('agora')
from ruim_com_base as r
inner join core.pedido as p on r.pedido_id = p.pedido_id
where r.regra in ('pedido_regiao', 'pedido_data', 'pedido_cliente');

set variable pedido_ruim
= (select min(pedido_id) from core.pedido where data_pedido = timestamp '1900-01-01');

insert into core.item_pedido
select
    getvariable('ultimo_item') + n,
    case regra when 'item_orfao' then coalesce(getvariable('pedido_ruim'), -n) else pedido_id end,
    produto_id,
    vendedor_id,
    case regra when 'item_quantidade' then 0 else 1 end,
    case regra when 'item_preco' then -1 else preco_unitario end,
    case regra when 'item_custo' then -1 else 1 end,
    null,
    getvariable('agora'),
    getvariable('agora')
from ruim_com_base
where regra in ('item_quantidade', 'item_preco', 'item_custo')
    or (
        regra = 'item_orfao'
        and (getvariable('pedido_ruim') is not null or not getvariable('com_chaves'))
    );

set variable item_ruim = (select min(item_pedido_id) from core.item_pedido where quantidade <= 0);

insert into core.desconto_aplicado
select
    getvariable('ultimo_desconto') + n,
    (select min(desconto_id) from core.desconto),
    case regra
        when 'desconto_orfao' then coalesce(getvariable('pedido_ruim'), -n) else pedido_id
    end,
    null,
    case regra when 'desconto_nivel' then 'Produto' else 'Pedido' end,
    case regra
        when 'desconto_valor' then -10 when 'desconto_excede_base' then 9999999 else 10
    end,
    true,
    getvariable('agora'),
    getvariable('agora'),
    getvariable('agora')
from ruim_com_base
where (regra in ('desconto_valor', 'desconto_nivel', 'desconto_excede_base')
    or (
        regra = 'desconto_orfao'
        and (getvariable('pedido_ruim') is not null or not getvariable('com_chaves'))
    )
    )
    and exists (select 1 from core.desconto);

insert into core.devolucao
select
    getvariable('ultima_devolucao') + n,
    case regra
        when 'devolucao_orfa' then coalesce(getvariable('item_ruim'), -n) else item_pedido_id
    end,
    case regra
        when 'devolucao_quantidade' then 0 when 'devolucao_excede' then quantidade + 1 else 1
    end,
    1,
    'Linha que quebra a regra ' || regra,
    getvariable('agora'),
    getvariable('agora'),
    getvariable('agora')
from ruim_com_base
where regra in ('devolucao_quantidade', 'devolucao_excede')
    or (
        regra = 'devolucao_orfa'
        and (getvariable('item_ruim') is not null or not getvariable('com_chaves'))
    );

-- Targets from a year ahead on, which nobody else sets; a duplicate repeats an existing one.
set variable ultima_data_meta = (
    select
        greatest(
            getvariable('agora')::date + 400, coalesce(max(periodo_inicio), date '1900-01-01')
        )
    from core.meta_vendedor
);
insert into core.meta_vendedor
select
    getvariable('ultima_meta') + r.n,
    case r.regra
        when 'meta_orfa' then -r.n when 'meta_duplicada' then m.vendedor_id else v.vendedor_id
    end,
    case r.regra
        when 'meta_duplicada' then m.periodo_inicio
        else getvariable('ultima_data_meta') + r.n::integer
    end,
    case r.regra when 'meta_duplicada' then m.tipo_periodo else 'Mensal' end,
    case r.regra when 'meta_valor' then 0 else 1000 end,
    null,
    null,
    getvariable('agora'),
    getvariable('agora')
from ruim as r
cross join (select min(vendedor_id) as vendedor_id from core.vendedor) as v
left join
    (select * from core.meta_vendedor order by meta_id limit 1) as m
on r.regra = 'meta_duplicada'
where
    r.regra in ('meta_valor', 'meta_orfa')
    or (r.regra = 'meta_duplicada' and m.meta_id is not null);

-- Nothing when a row could not be made: the caller then gives up the transaction.
select 'ruim_' || regra as mudanca, count(*) as linhas
from ruim
where (select count(*) from ruim) = (
    select
        (select count(*) from core.pedido where data_atualizacao = getvariable('agora'))
        + (select count(*) from core.item_pedido where data_atualizacao = getvariable('agora'))
        + (
            select count(*)
            from core.desconto_aplicado
            where data_atualizacao = getvariable('agora')
        )
        + (select count(*) from core.devolucao where data_atualizacao = getvariable('agora'))
        + (select count(*) from core.meta_vendedor where data_atualizacao = getvariable('agora'))
)
group by regra
order by regra;
