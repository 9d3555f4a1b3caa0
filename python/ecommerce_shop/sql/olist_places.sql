select g.achada_por, count(*) as pedidos
from customers as c
inner join cidade_olist as g
    on
        c.customer_city = g.cidade
        and c.customer_state = g.uf
        and c.customer_zip_code_prefix = g.cep
group by g.achada_por
order by g.achada_por
