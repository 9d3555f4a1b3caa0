-- A product of the products file; and what was sold and is no longer in it, by name.
with conhecido as (
    select distinct on (trim(SKU))
        trim(SKU) as produto_id,
        Name as nome_produto,
        -- 'Casa > Cozinha, Presentes': the first category, its first two levels
        trim(split_part(split_part(Categories, ',', 1), '>', 1)) as categoria,
        trim(split_part(split_part(Categories, ',', 1), '>', 2)) as subcategoria,
        "Regular price" as preco_sugerido,
        case when Published = '1' then 'Ativo' else 'Inativo' end as situacao,
        origem
    from products
    where trim(SKU) <> ''
    order by origem
),
vendido as (
    select
        coalesce(nullif(trim(item_sku), ''), item_name) as produto_id,
        any_value(item_name) as nome_produto,
        min(origem) as origem
    from orders
    group by all
)
select * from conhecido
union all by name
select * from vendido
where produto_id not in (select produto_id from conhecido)
