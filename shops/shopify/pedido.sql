-- One order: its first line in the file, the one with a total. The customer is the e-mail.
select
    Name as pedido_id,
    lower(Email) as cliente_id,
    "Created at" as data_pedido,
    case
        when trim("Cancelled at") <> '' then 'cancelled'
        when "Financial Status" in ('voided', 'refunded') then "Financial Status"
        when "Fulfillment Status" = 'fulfilled' then 'fulfilled'
        else "Financial Status"
    end as status,
    Source as canal,
    Shipping as valor_frete,
    "Shipping City" as cidade,
    "Shipping Province" as estado,
    "Shipping Country" as pais,
    origem
from orders
where trim(Total) <> ''
