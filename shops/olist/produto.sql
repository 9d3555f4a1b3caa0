-- A product that was sold, named after its category and eight characters of its id; its suggested
-- price is that of its first sale. Its cost is not known, so it stays empty. Olist has one level of
-- categories.
with venda as (
    select product_id, min(carimbo) as carimbo, arg_min(preco, (comprado_em, order_id, order_item_id)) as preco
    from item
    group by product_id
),
categoria as (
    select
        p.*,
        coalesce(n.nome, upper(p.palavras[1]) || p.palavras[2:], 'Sem categoria') as nome
    from (select *, replace(product_category_name, '_', ' ') as palavras from products) as p
    left join categoria_olist as n on p.product_category_name = n.codigo
)
select
    c.product_id as produto_id,
    c.nome || ' ' || c.product_id[1:8] as nome_produto,
    c.nome as categoria,
    'Olist' as fornecedor,
    numero(c.product_weight_g) / 1000 as peso_kg,
    c.product_height_cm as altura_cm,
    c.product_width_cm as largura_cm,
    c.product_length_cm as profundidade_cm,
    v.preco as preco_sugerido,
    v.carimbo as data_cadastro,
    v.carimbo as data_atualizacao,
    c.origem
from categoria as c
inner join venda as v on c.product_id = v.product_id
