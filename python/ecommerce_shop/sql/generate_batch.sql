-- One batch of orders: numbers lote_de <= k < lote_ate (multiples of ten, so whole blocks). Order
-- k has pedido_id k + 1.
create or replace temp table lote_pedido as
with numerado as (
    select
        k,
        (k + u(k, 'instante')) / getvariable('n_pedidos') as momento,
        k // 10 * 16 + b.antes as primeiro_item,
        least(b.tamanho, getvariable('n_itens') - (k // 10 * 16 + b.antes)) as itens,
        u(k, 'canal') as sorteio_canal,
        clientes_ate(k) as existentes
    from range(getvariable('lote_de'), getvariable('lote_ate')) as r (k)
    inner join bloco as b on b.variante = variante(k // 10) and b.lugar = k % 10
),
datado as (
    select
        n.*,
        c.hora + horas(least(0.9999, (n.momento - c.antes) / c.parte)) as data_pedido,
        case
            when n.sorteio_canal < 0.42 then 'Site'
            when n.sorteio_canal < 0.70 then 'App'
            when n.sorteio_canal < 0.90 then 'Marketplace'
            else 'Televendas'
        end as canal,
        -- a quarter are recent customers, a quarter regulars (one customer in nine), the rest
        -- anybody
        case
            when u(n.k, 'tipo_cliente') < 0.25
                then n.existentes - floor(u(n.k, 'cliente') * n.existentes * 0.02)::bigint
            when u(n.k, 'tipo_cliente') < 0.50
                then 1 + floor(u(n.k, 'cliente') * ((n.existentes + 8) // 9))::bigint * 9
            else 1 + floor(u(n.k, 'cliente') * n.existentes)::bigint
        end as sorteado
    from numerado as n
    asof inner join curva as c on n.momento >= c.antes
),
com_cliente as (
    -- one customer in forty only registered
    select
        *,
        case
            when least(sorteado, existentes) % 40 = 39 then least(sorteado, existentes) - 1
            else least(sorteado, existentes)
        end
        as cliente_id
    from datado
),
com_eventos as (
    select
        *,
        data_pedido
        + horas(
            case
                when u(k, 'boleto') < 0.2 then 4 + 60 * u(k, 'pagamento')
                else 0.02 + 0.3 * u(k, 'pagamento')
            end
        )
            as pago_em,
        case
            when u(k, 'cancelado') < 0.03
                then data_pedido + horas(0.1 + 36 * u(k, 'cancelamento'))
        end as cancelado_em
    from com_cliente
),
com_envio as (
    select *, pago_em + horas(6 + 54 * u(k, 'envio')) as enviado_em
    from com_eventos
),
com_entrega as (
    select
        e.*,
        c.regiao_id,
        enviado_em
        + horas(24 * (1.5 + 8 * pow(u(k, 'entrega'), 1.5) + m.distancia)) as entregue_em,
        m.distancia
    from com_envio as e
    inner join core.cliente as c on e.cliente_id = c.cliente_id
    inner join (
        select
            codigo_ibge,
            case regiao_pais
                when 'Norte' then 5 when 'Nordeste' then 3 when 'Centro-Oeste' then 2 else 0.5
            end::double
            as distancia
        from municipio
    ) as m on c.regiao_id = m.codigo_ibge
)
select
    k + 1 as pedido_id,
    k,
    cliente_id,
    regiao_id,
    canal,
    data_pedido,
    mes_de(data_pedido) as mes,
    primeiro_item,
    itens,
    distancia,
    case
        when cancelado_em <= getvariable('fim') then 'Cancelado'
        when cancelado_em is not null or pago_em > getvariable('fim') then 'Criado'
        when enviado_em > getvariable('fim') then 'Pago'
        when entregue_em > getvariable('fim') then 'Enviado'
        else 'Entregue'
    end as status,
    case
        when cancelado_em <= getvariable('fim') then cancelado_em
        when cancelado_em is not null or pago_em > getvariable('fim') then data_pedido
        when enviado_em > getvariable('fim') then pago_em
        when entregue_em > getvariable('fim') then enviado_em
        else entregue_em
    end as ultimo_evento,
    floor(1000 * u(k, 'vendedor'))::integer as lugar,
    canal in ('Site', 'App') and u(k, 'direta') < 0.45 as eh_direta
from com_entrega;

create or replace temp table lote_item as
with item as (
    select p.*, unnest(range(p.primeiro_item, p.primeiro_item + p.itens)) as i
    from lote_pedido as p
),
sorteado as (
    select
        *,
        posto(u(i, 'produto'), getvariable('n_populares')) as posto_1,
        posto(u(i, 'produto_2'), getvariable('n_sempre')) as posto_2,
        case
            when eh_direta then -1
            -- on the marketplace every item has its own seller, elsewhere the order has one
            when canal = 'Marketplace' or u(i, 'outro_vendedor') < 0.04
                then floor(1000 * u(i, 'vendedor_item'))::integer
            else lugar
        end as lugar_item,
        -- prices rise quarter by quarter, by 12 % over the three years
        0.88
        + 0.01
        * floor(
            12
            * epoch(data_pedido - getvariable('inicio'))
            / epoch(getvariable('fim') - getvariable('inicio'))
        ) as indice
    from item
),
escolhido as (
    select
        s.*,
        case
            when
                a.criado_em <= s.data_pedido
                and coalesce(a.descontinuado_em, getvariable('fim')) >= s.data_pedido
                then a.produto_id
            else b.produto_id
        end as produto_id
    from sorteado as s
    inner join popularidade as a on s.posto_1 = a.posicao
    inner join sempre_a_venda as b on s.posto_2 = b.posicao
)
select
    e.i + 1 as item_pedido_id,
    e.i,
    e.pedido_id,
    e.k,
    e.mes,
    e.data_pedido,
    e.canal,
    e.status,
    e.ultimo_evento,
    e.produto_id,
    v.vendedor_id,
    [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5][1 + floor(14 * u(e.i, 'quantidade'))::integer]
        as quantidade,
    (p.preco * e.indice)::decimal(10, 2) as preco_unitario,
    (p.preco * e.indice * (1 - p.margem_produto) * (0.97 + 0.06 * u(e.i, 'custo')))::decimal(
        10, 2
    ) as custo_unitario,
    case
        when
            e.canal = 'Marketplace'
            then
                (
                    6 + least(60, p.peso_kg) * 1.1 + 3 * e.distancia + 8 * u(e.i, 'frete')
                )::decimal(10, 2)
    end
        as valor_frete
from escolhido as e
inner join produto_novo as p on e.produto_id = p.n
left join escala as v on e.mes = v.mes and e.lugar_item = v.lugar;

insert into core.pedido
select
    p.pedido_id,
    'PED-' || lpad(p.pedido_id::varchar, 10, '0'),
    p.cliente_id,
    -- some orders are presents and go to somebody else's town
    coalesce(g.regiao_id, p.regiao_id),
    p.canal,
    p.status,
    p.data_pedido,
    case
        when p.canal = 'Marketplace' then f.valor_frete
        when u(p.k, 'frete_gratis') < 0.3 then 0
        else 9 + 5 * p.distancia + 18 * u(p.k, 'frete')
    end,
    p.data_pedido,
    p.ultimo_evento
from lote_pedido as p
left join (
    select pedido_id, sum(valor_frete) as valor_frete
    from lote_item
    where canal = 'Marketplace'
    group by pedido_id
) as f on p.pedido_id = f.pedido_id
left join core.cliente as g
    on
        case
            when u(p.k, 'presente') < 0.04
                then 1 + floor(u(p.k, 'presenteado') * getvariable('n_clientes'))::bigint
        end
        = g.cliente_id
order by p.pedido_id;

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
    data_pedido,
    data_pedido
from lote_item
order by item_pedido_id;

-- Discounts on items: the offer of the month, and for some the volume discount too. One in twenty
-- was not approved.
create or replace temp table lote_desconto as
with possivel as (
    select i.*, c.desconto_id, c.percentual, c.tipo
    from lote_item as i
    inner join campanha as c on i.mes = c.mes and c.tipo in ('produto', 'volume')
    where
        (
            c.tipo = 'produto'
            and u(i.i, 'oferta') < case when c.eh_black_friday then 0.4 else 0.16 end
        )
        or (
            c.tipo = 'volume'
            and u(i.i, 'volume') < case when i.quantidade > 2 then 0.5 else 0.03 end
        )
)
select
    desconto_id,
    pedido_id,
    item_pedido_id,
    'Produto' as nivel,
    (quantidade * preco_unitario * percentual / 100)::decimal(10, 2) as valor,
    u(i, 'aprovado_' || tipo) >= 0.05 as aprovado,
    data_pedido,
    k
from possivel;

-- On whole orders: the cart's coupon or what the seller negotiated, of the value left after the
-- items' discounts.
insert into lote_desconto
with bruto as (
    select pedido_id, k, mes, canal, data_pedido, sum(quantidade * preco_unitario) as valor
    from lote_item
    group by all
),
descontado as (
    select pedido_id, sum(valor) as valor from lote_desconto where aprovado group by pedido_id
),
base as (
    select b.*, b.valor - coalesce(d.valor, 0) as restante
    from bruto as b
    left join descontado as d on b.pedido_id = d.pedido_id
),
escolhido as (
    select b.*, 1 as desconto_id, 2 + floor(9 * u(b.k, 'negociado')) as percentual
    from base as b
    where b.canal = 'Televendas' and u(b.k, 'negocia') < 0.25
    union all
    select b.*, c.desconto_id, c.percentual
    from base as b
    inner join campanha as c on b.mes = c.mes and c.tipo = 'carrinho'
    where b.restante >= 100 and u(b.k, 'cupom') < 0.07
)
select
    desconto_id,
    pedido_id,
    null,
    'Pedido',
    (restante * percentual / 100)::decimal(10, 2),
    u(k, 'aprovado_' || desconto_id) >= 0.08,
    data_pedido,
    k
from escolhido;

-- On freight: all of it, or half.
insert into lote_desconto
select
    c.desconto_id,
    p.pedido_id,
    null,
    'Frete',
    case
        when u(l.k, 'meio_frete') < 0.7 then p.valor_frete
        else (p.valor_frete * 0.5)::decimal(10, 2)
    end,
    u(l.k, 'aprovado_frete') >= 0.04,
    p.data_pedido,
    l.k
from lote_pedido as l
inner join core.pedido as p on l.pedido_id = p.pedido_id
inner join campanha as c on l.mes = c.mes and c.tipo = 'frete'
where p.valor_frete > 0 and u(l.k, 'desconto_frete') < 0.1;

insert into core.desconto_aplicado
select
    getvariable('descontos_antes')
    + row_number() over (order by pedido_id, nivel, item_pedido_id, desconto_id),
    desconto_id,
    pedido_id,
    item_pedido_id,
    nivel,
    valor,
    aprovado,
    data_pedido,
    data_pedido,
    data_pedido
from lote_desconto
order by 1;

-- Returns: of delivered items, within three weeks, some of them only in part.
insert into core.devolucao
with pedida as (
    select i.*, i.ultimo_evento + horas(24 * (1 + 20 * u(i.i, 'dias_devolucao'))) as devolvido_em
    from lote_item as i
    where i.status = 'Entregue' and u(i.i, 'devolucao') < 0.045
),
aceita as (
    select *, case when u(i, 'parcial') < 0.3 then 1 else quantidade end as devolvida
    from pedida
    where devolvido_em <= getvariable('fim')
)
select
    getvariable('devolucoes_antes') + row_number() over (order by a.item_pedido_id),
    a.item_pedido_id,
    a.devolvida,
    (
        (a.quantidade * a.preco_unitario - coalesce(d.valor, 0)) * a.devolvida / a.quantidade
    )::decimal(10, 2),
    escolhe(getvariable('motivo'), u(a.i, 'motivo')),
    a.devolvido_em,
    a.devolvido_em,
    a.devolvido_em
from aceita as a
left join (
    select item_pedido_id, sum(valor) as valor
    from lote_desconto
    where aprovado and nivel = 'Produto'
    group by item_pedido_id
) as d on a.item_pedido_id = d.item_pedido_id
order by 1;

insert into realizado
select i.vendedor_id, i.mes, sum(i.quantidade * i.preco_unitario - coalesce(d.valor, 0))
from lote_item as i
left join (
    select item_pedido_id, sum(valor) as valor
    from lote_desconto
    where aprovado and nivel = 'Produto'
    group by item_pedido_id
) as d on i.item_pedido_id = d.item_pedido_id
where i.vendedor_id is not null and i.status <> 'Cancelado'
group by i.vendedor_id, i.mes;

set variable descontos_antes
= (select getvariable('descontos_antes') + count(*) from lote_desconto);
set variable devolucoes_antes = (select coalesce(max(devolucao_id), 0) from core.devolucao);
