-- How the municipality of the orders was found.
select format('Municipalities found by {}: {:,} orders.', achada_por, count(*)) as aviso
from customers as c
inner join cidade as g
    on
        c.customer_city = g.cidade
        and c.customer_state = g.uf
        and c.customer_zip_code_prefix = g.cep
group by achada_por
order by achada_por
