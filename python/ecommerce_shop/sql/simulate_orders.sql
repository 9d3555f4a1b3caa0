-- New orders with items and discounts. Variables: de, ate (numbers of the new orders),
-- atraso_dias (0, or how long ago they were made).
create or replace temp table novo as
with numerado as (
    select
        k,
        (select coalesce(max(pedido_id), 0) from core.pedido)
        + 1
        + k
        - getvariable('de') as pedido_id,
        (select max(cliente_id) from core.cliente) as clientes,
        (select min(cliente_id) from core.cliente) as primeiro_cliente,
        (select count(*) from plantao) as vendedores
    from range(getvariable('de'), getvariable('ate')) as t (k)
),
sorteado as (
    select
        *,
        -- half the orders come from the latest tenth of the customers
        case
            when u(k, 'cliente_recente') < 0.5
                then clientes - floor(u(k, 'cliente') * clientes / 10)::bigint
            else 1 + floor(u(k, 'cliente') * clientes)::bigint end as procurado,
        ['Site', 'Site', 'App', 'App', 'Marketplace', 'Televendas'][
            1 + floor(6 * u(k, 'canal'))::integer
        ] as canal,
        [1, 1, 1, 2, 2, 3, 4][1 + floor(7 * u(k, 'itens'))::integer] as itens
    from numerado
)
select
    s.*,
    c.cliente_id,
    c.regiao_id,
    getvariable('agora') - to_microseconds((u(s.k, 'antes') * 2000000)::bigint)
    - to_days((getvariable('atraso_dias') * (1 + u(s.k, 'atraso')))::integer) as data_pedido
from sorteado as s
-- a customer who left is replaced by the one before
asof inner join core.cliente as c on greatest(s.procurado, s.primeiro_cliente) >= c.cliente_id;

create or replace temp table novo_item as
with item as (
    select n.*, unnest(range(n.itens)) as ordem
    from novo as n
),
numerado as (
    select
        *,
        (select coalesce(max(item_pedido_id), 0) from core.item_pedido)
        + row_number() over (order by k, ordem) as item_pedido_id,
        k * 10 + ordem as i
    from item
)
select
    n.*,
    v.produto_id,
    p.vendedor_id,
    [1, 1, 1, 1, 2, 3][1 + floor(6 * u(n.i, 'quantidade'))::integer] as quantidade,
    v.preco_sugerido as preco_unitario,
    v.preco_custo as custo_unitario,
    case when n.canal = 'Marketplace' then (8 + 20 * u(n.i, 'frete'))::decimal(10, 2) end
        as valor_frete
from numerado as n
inner join vitrine as v on posto(u(n.i, 'produto'), (select count(*) from vitrine)) = v.posicao
left join plantao as p
    on p.posicao = case
        when n.canal in ('Site', 'App') and u(n.k, 'direta') < 0.45 then null
        when n.canal = 'Marketplace' then 1 + floor(u(n.i, 'vendedor') * n.vendedores)::bigint
        else 1 + floor(u(n.k, 'vendedor') * n.vendedores)::bigint
    end;

insert into core.pedido
select
    n.pedido_id,
    'PED-' || lpad(n.pedido_id::varchar, 10, '0'),
    n.cliente_id,
    n.regiao_id,
    n.canal,
    case
        when getvariable('atraso_dias') > 0 then 'Entregue' when
            u(n.k, 'pago') < 0.7
            then 'Pago' else 'Criado'
    end,
    n.data_pedido,
    case
        when n.canal = 'Marketplace' then f.valor_frete when
            u(n.k, 'frete_gratis') < 0.3
            then 0 else 9 + 25 * u(n.k, 'frete')
    end,
    getvariable('agora'),
    getvariable('agora')
from novo as n
inner join
    (select pedido_id, sum(valor_frete) as valor_frete from novo_item group by pedido_id) as f
on n.pedido_id = f.pedido_id
order by n.pedido_id;

insert into core.item_pedido
select
    item_pedido_id,
    pedido_id,
    produto_id,
    vendedor_id,
    quantidade,
    preco_unitario,
    custo_unitario,
    valor_frete,
    getvariable('agora'), getvariable('agora')
from novo_item
order by item_pedido_id;

create or replace temp table novo_desconto as
with ativo as (
    select
        n.nivel,
        d.desconto_id,
        (n.nivel = 'Produto' and d.aplica_em in ('Produto', 'Categoria'))
        or (n.nivel = 'Pedido' and d.aplica_em = 'Carrinho')
        or (n.nivel = 'Frete' and d.aplica_em = 'Frete') as serve
    from core.desconto as d
    cross join (values ('Produto'), ('Pedido'), ('Frete')) as n (nivel)
    where d.situacao = 'Ativo'
),
cupom as (
    -- a level that no coupon is made for takes any
    select
        nivel,
        desconto_id,
        row_number() over (partition by nivel order by desconto_id) as posicao,
        count(*) over (partition by nivel) as cupons
    from ativo as a
    where a.serve or not exists (select 1 from ativo as b where b.nivel = a.nivel and b.serve)
),
valor as (
    select
        pedido_id,
        item_pedido_id,
        'Produto' as nivel,
        i as sorteio,
        quantidade * preco_unitario * 0.10 as valor,
        data_pedido
    from novo_item
    where u(i, 'desconto') < 0.15
    union all
    select pedido_id, null, 'Pedido', k, sum(quantidade * preco_unitario) * 0.05, data_pedido
    from novo_item
    where u(k, 'cupom') < 0.08
    group by pedido_id, k, data_pedido
    union all
    select p.pedido_id, null, 'Frete', n.k, p.valor_frete, n.data_pedido
    from core.pedido as p
    inner join novo as n on p.pedido_id = n.pedido_id
    where p.valor_frete > 0 and u(n.k, 'desconto_frete') < 0.1
)
select v.*, c.desconto_id, u(v.sorteio, 'aprovado_' || v.nivel) >= 0.06 as aprovado
from valor as v
inner join cupom as c
    on
        v.nivel = c.nivel
        and c.posicao = 1 + floor(u(v.sorteio, 'qual_' || v.nivel) * c.cupons)::bigint;

insert into core.desconto_aplicado
select
    (select coalesce(max(desconto_aplicado_id), 0) from core.desconto_aplicado)
    + row_number() over (order by pedido_id, nivel, item_pedido_id),
    desconto_id,
    pedido_id,
    item_pedido_id,
    nivel,
    valor,
    aprovado,
    data_pedido,
    getvariable('agora'),
    getvariable('agora')
from novo_desconto;

select
    case when getvariable('atraso_dias') > 0 then 'pedidos_atrasados' else 'pedidos_novos' end
        as mudanca,
    count(*) as linhas
from novo
union all
select 'itens_novos', count(*) from novo_item
union all
select 'descontos_novos', count(*) from novo_desconto;
