-- What a status of Olist is called in the shop.
create temp table status_olist as
select *
from (
    values
    ('created', 'Criado'),
    ('approved', 'Pago'),
    ('invoiced', 'Pago'),
    ('processing', 'Pago'),
    ('shipped', 'Enviado'),
    ('delivered', 'Entregue'),
    ('canceled', 'Cancelado'),
    ('unavailable', 'Cancelado')
) as palavras (order_status, status);
