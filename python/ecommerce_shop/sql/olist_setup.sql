-- Keys and stamps of the Olist rows. Variable before: cost_ratio. Tables before: the raw files,
-- as text, and municipio.
create temp macro simples(nome) as regexp_replace(
    lower(strip_accents(nome)), '[^a-z0-9]', '', 'g'
);

create temp table pedido_olist as
select
    row_number() over (order by order_purchase_timestamp, order_id) as pedido_id,
    order_id,
    customer_id,
    order_status,
    order_purchase_timestamp::timestamp as comprado_em,
    -- the last thing that really happened to the order; the estimated date is a promise, not an
    -- event
    greatest(
        order_purchase_timestamp::timestamp,
        order_approved_at::timestamp,
        order_delivered_carrier_date::timestamp,
        order_delivered_customer_date::timestamp
    ) as carimbo
from orders;

create temp table item_olist as
select
    row_number() over (order by p.pedido_id, i.order_item_id::integer) as item_pedido_id,
    p.pedido_id,
    p.comprado_em,
    p.carimbo,
    i.product_id,
    i.seller_id,
    i.price::decimal(10, 2) as preco,
    i.freight_value::decimal(10, 2) as frete
from order_items as i
inner join pedido_olist as p on i.order_id = p.order_id;

-- Where a postal code lies: the middle of its points within Brazil's bounds.
create temp table cep_olist as
select
    geolocation_zip_code_prefix as cep,
    median(geolocation_lat::double) as latitude,
    median(geolocation_lng::double) as longitude
from geolocation
where geolocation_lat::double between -34 and 6 and geolocation_lng::double between -74 and -32
group by geolocation_zip_code_prefix;

-- Municipality of each (city, state, postal code): by name, else the nearest one of the state to
-- the postal code (Olist's cities are often districts or misspelt), else the capital of the
-- state.
create temp table cidade_olist as
with cidade as (
    select distinct customer_city as cidade, customer_state as uf, customer_zip_code_prefix as cep
    from customers
),
por_nome as (
    select c.*, m.codigo_ibge
    from cidade as c
    left join municipio as m on c.uf = m.uf and simples(c.cidade) = simples(m.nome)
),
por_cep as (
    select
        n.cidade,
        n.uf,
        n.cep,
        arg_min(
            m.codigo_ibge,
            pow(m.latitude - g.latitude, 2)
            + pow((m.longitude - g.longitude) * cos(radians(g.latitude)), 2)
        ) as codigo_ibge
    from por_nome as n
    inner join cep_olist as g on n.cep = g.cep
    inner join municipio as m on n.uf = m.uf
    where n.codigo_ibge is null
    group by n.cidade, n.uf, n.cep
)
select
    n.cidade,
    n.uf,
    n.cep,
    coalesce(n.codigo_ibge, p.codigo_ibge, c.codigo_ibge) as regiao_id,
    case
        when n.codigo_ibge is not null then 'nome'
        when p.codigo_ibge is not null then 'cep'
        else 'capital'
    end as achada_por
from por_nome as n
left join por_cep as p on n.cidade = p.cidade and n.uf = p.uf and n.cep = p.cep
left join municipio as c on n.uf = c.uf and c.capital = 1;

-- A person's data are those of the order with the earliest stamp: the first that a replay by
-- cutoff can see.
create temp table cliente_olist as
with compra as (
    select
        c.customer_unique_id,
        c.customer_zip_code_prefix as cep,
        g.regiao_id,
        p.carimbo,
        row_number()
            over (partition by c.customer_unique_id order by p.carimbo, p.pedido_id)
            as ordem
    from pedido_olist as p
    inner join customers as c on p.customer_id = c.customer_id
    inner join cidade_olist as g
        on
            c.customer_city = g.cidade
            and c.customer_state = g.uf
            and c.customer_zip_code_prefix = g.cep
)
select
    row_number() over (order by carimbo, customer_unique_id) as cliente_id,
    customer_unique_id,
    cep,
    regiao_id,
    carimbo
from compra
where ordem = 1;

create temp table produto_olist as
with venda as (
    select product_id, min(carimbo) as carimbo, arg_min(preco, item_pedido_id) as preco
    from item_olist
    group by product_id
)
select
    row_number() over (order by v.carimbo, v.product_id) as produto_id,
    v.preco,
    v.carimbo,
    p.*,
    coalesce(p.product_category_name, 'sem_categoria') as categoria
from venda as v
inner join products as p on v.product_id = p.product_id;

create temp table vendedor_olist as
with venda as (
    select seller_id, min(carimbo) as carimbo, min(comprado_em)::date as desde
    from item_olist
    group by seller_id
)
select
    row_number() over (order by v.carimbo, v.seller_id) as vendedor_id,
    v.carimbo,
    v.desde,
    s.*
from venda as v
inner join sellers as s on v.seller_id = s.seller_id;

-- Vouchers: up to the value of the items they reduce the order, the rest reduces its freight.
create temp table voucher_olist as
with pago as (
    select order_id, sum(payment_value::decimal(10, 2)) as valor
    from order_payments
    where payment_type = 'voucher'
    group by order_id
    having sum(payment_value::decimal(10, 2)) > 0
),
itens as (
    select pedido_id, sum(preco) as valor from item_olist group by pedido_id
),
dividido as (
    select
        p.pedido_id,
        p.comprado_em,
        p.carimbo,
        pago.valor,
        least(pago.valor, coalesce(i.valor, 0)) as no_pedido
    from pago
    inner join pedido_olist as p on pago.order_id = p.order_id
    left join itens as i on p.pedido_id = i.pedido_id
)
select pedido_id, comprado_em, carimbo, 'Pedido' as nivel, no_pedido as valor
from dividido
where no_pedido > 0
union all
select pedido_id, comprado_em, carimbo, 'Frete', valor - no_pedido
from dividido
where valor > no_pedido;

set variable abertura = (select date_trunc('day', min(comprado_em)) from pedido_olist);
