-- A customer is an e-mail: of the customers file, or of an order.
with conhecido as (
    select distinct on (lower(trim(Email)))
        lower(trim(Email)) as cliente_id,
        concat_ws(' ', "First Name", "Last Name") as nome_cliente,
        lower(trim(Email)) as email,
        "Default Address City" as cidade,
        "Default Address Province Code" as estado,
        "Default Address Country Code" as pais,
        "Default Address Zip" as cep,
        "Accepts Email Marketing" as aceita_email_marketing,
        origem
    from customers
    where trim(Email) <> ''
    order by origem
),
comprador as (
    select distinct on (lower(trim(Email)))
        lower(trim(Email)) as cliente_id,
        "Billing Name" as nome_cliente,
        lower(trim(Email)) as email,
        "Billing City" as cidade,
        "Billing Province" as estado,
        "Billing Country" as pais,
        "Billing Zip" as cep,
        "Accepts Marketing" as aceita_email_marketing,
        origem
    from orders
    where trim(Email) <> '' and trim(Total) <> ''
    order by origem
)
select * from conhecido
union all by name
select * from comprador
where cliente_id not in (select cliente_id from conhecido)
