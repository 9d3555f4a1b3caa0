-- A variant of the products file; and what was sold and is no longer in it, by name.
with titulo as (
    -- the title, type and vendor stand in the first line of a product alone
    select
        Handle,
        min(origem) as origem,
        any_value(Title) filter (trim(Title) <> '') as Title,
        any_value(Type) filter (trim(Type) <> '') as Type,
        any_value(Vendor) filter (trim(Vendor) <> '') as Vendor
    from products
    group by Handle
),
variante as (
    select distinct on (trim(p."Variant SKU"))
        trim(p."Variant SKU") as produto_id,
        concat_ws(' - ', t.Title, nullif(nullif(trim(p."Option1 Value"), ''), 'Default Title'))
            as nome_produto,
        t.Type as categoria,
        t.Vendor as marca,
        p."Variant Barcode" as codigo_barras,
        p."Variant Price" as preco_sugerido,
        p."Cost per item" as preco_custo,
        p.origem
    from products as p
    inner join titulo as t on p.Handle = t.Handle
    where trim(p."Variant SKU") <> ''
    order by p.origem
),
vendido as (
    select
        coalesce(nullif(trim("Lineitem sku"), ''), "Lineitem name") as produto_id,
        any_value("Lineitem name") as nome_produto,
        min(origem) as origem
    from orders
    group by all
)
select * from variante
union all by name
select * from vendido
where produto_id not in (select produto_id from variante)
