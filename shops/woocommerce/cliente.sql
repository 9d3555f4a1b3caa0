-- A customer is an account, or the e-mail of one without.
select distinct on (cliente_id)
    coalesce(nullif(nullif(trim(customer_id), ''), '0'), lower(trim(billing_email))) as cliente_id,
    nullif(concat_ws(' ', trim(billing_first_name), trim(billing_last_name)), '') as nome_cliente,
    billing_email as email,
    billing_phone as telefone,
    billing_city as cidade,
    billing_state as estado,
    billing_country as pais,
    billing_postcode as cep,
    origem
from orders
where trim(coalesce(nullif(nullif(trim(customer_id), ''), '0'), billing_email, '')) <> ''
order by cliente_id, origem desc
