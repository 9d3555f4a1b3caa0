-- Fill schema core from the prepared Olist tables. What is assumed is listed in olist.py.
insert into core.fornecedor (fornecedor_id, nome_fornecedor, data_cadastro, data_atualizacao)
values (1, 'Olist', getvariable('abertura'), getvariable('abertura'));

insert into core.categoria (
    categoria_id, nome_categoria, categoria_pai_id, data_cadastro, data_atualizacao
)
select 1, 'Marketplace', null, getvariable('abertura'), getvariable('abertura')
union all
select
    1 + row_number() over (order by categoria),
    upper(categoria[1]) || replace(categoria[2:], '_', ' '),
    1,
    getvariable('abertura'),
    getvariable('abertura')
from (select distinct categoria from produto_olist)
order by 1;

insert into core.produto (
    produto_id,
    codigo_sku,
    nome_produto,
    categoria_id,
    marca,
    fornecedor_id,
    peso_kg,
    altura_cm,
    largura_cm,
    profundidade_cm,
    preco_custo,
    preco_sugerido,
    eh_perecivel,
    eh_fragil,
    estoque_minimo,
    estoque_maximo,
    situacao,
    total_avaliacoes,
    data_cadastro, data_atualizacao
)
select
    p.produto_id,
    p.product_id,
    c.nome_categoria || ' ' || p.product_id[1:8],
    c.categoria_id,
    'Sem marca',
    1,
    p.product_weight_g::decimal(12, 3) / 1000,
    p.product_height_cm::decimal(8, 2),
    p.product_width_cm::decimal(8, 2),
    p.product_length_cm::decimal(8, 2),
    (p.preco * getvariable('cost_ratio'))::decimal(10, 2),
    p.preco,
    false,
    false,
    0,
    0,
    'Ativo',
    0,
    p.carimbo,
    p.carimbo
from produto_olist as p
inner join core.categoria as c
    on
        c.nome_categoria = upper(p.categoria[1]) || replace(p.categoria[2:], '_', ' ')
        and c.categoria_pai_id = 1
order by p.produto_id;

insert into core.equipe (
    equipe_id,
    nome_equipe,
    codigo_equipe,
    tipo_equipe,
    regional,
    estado_sede,
    data_criacao,
    situacao,
    data_cadastro,
    data_atualizacao
)
select
    row_number() over (order by min(v.carimbo), v.seller_state),
    'Olist ' || v.seller_state,
    v.seller_state,
    'E-commerce',
    e.regiao_pais,
    v.seller_state,
    min(v.desde),
    'Ativa',
    min(v.carimbo),
    min(v.carimbo)
from vendedor_olist as v
inner join (select distinct uf, regiao_pais from municipio) as e on v.seller_state = e.uf
group by v.seller_state, e.regiao_pais
order by 1;

insert into core.vendedor (
    vendedor_id,
    nome_vendedor,
    email,
    cargo,
    equipe_id,
    estado_atuacao,
    cidade_atuacao,
    data_contratacao,
    situacao,
    data_cadastro, data_atualizacao
)
select
    v.vendedor_id,
    'Vendedor ' || v.seller_id[1:8],
    v.seller_id || '@olist.example',
    'Lojista',
    e.equipe_id,
    v.seller_state,
    v.seller_city,
    v.desde,
    'Ativo',
    v.carimbo,
    v.carimbo
from vendedor_olist as v
inner join core.equipe as e on v.seller_state = e.estado_sede
order by v.vendedor_id;

insert into core.desconto (
    desconto_id,
    codigo_desconto,
    nome_campanha,
    tipo_desconto,
    metodo_desconto,
    valor_desconto,
    aplica_em,
    data_inicio_validade, situacao, data_cadastro, data_atualizacao
)
select
    1,
    'VOUCHER',
    'Vouchers Olist',
    'Valor Fixo',
    'Cupom',
    0,
    'Carrinho',
    min(comprado_em)::date,
    'Ativo',
    min(carimbo),
    min(carimbo)
from voucher_olist
having count(*) > 0;

insert into core.cliente (
    cliente_id,
    nome_cliente,
    segmento,
    regiao_id,
    cep,
    eh_ativo,
    aceita_email_marketing,
    data_cadastro,
    data_atualizacao
)
select
    cliente_id,
    'Cliente ' || customer_unique_id[1:8],
    'Pessoa Física',
    regiao_id,
    cep,
    true,
    false,
    carimbo,
    carimbo
from cliente_olist
order by cliente_id;

insert into core.pedido
select
    p.pedido_id,
    p.order_id,
    k.cliente_id,
    g.regiao_id,
    'Marketplace',
    s.status,
    p.comprado_em,
    coalesce(f.frete, 0),
    p.comprado_em,
    p.carimbo
from pedido_olist as p
inner join status_olist as s on p.order_status = s.order_status
inner join customers as c on p.customer_id = c.customer_id
inner join cliente_olist as k on c.customer_unique_id = k.customer_unique_id
inner join cidade_olist as g
    on
        c.customer_city = g.cidade
        and c.customer_state = g.uf
        and c.customer_zip_code_prefix = g.cep
left join
    (select pedido_id, sum(frete) as frete from item_olist group by pedido_id) as f
on p.pedido_id = f.pedido_id
order by p.pedido_id;

insert into core.item_pedido
select
    i.item_pedido_id,
    i.pedido_id,
    p.produto_id,
    v.vendedor_id,
    1,
    i.preco,
    (i.preco * getvariable('cost_ratio'))::decimal(10, 2),
    i.frete,
    i.comprado_em,
    i.carimbo
from item_olist as i
inner join produto_olist as p on i.product_id = p.product_id
inner join vendedor_olist as v on i.seller_id = v.seller_id
order by i.item_pedido_id;

insert into core.desconto_aplicado
select
    row_number() over (order by pedido_id, nivel desc),
    1,
    pedido_id,
    null,
    nivel,
    valor,
    true,
    comprado_em,
    comprado_em,
    carimbo
from voucher_olist
order by 1;
