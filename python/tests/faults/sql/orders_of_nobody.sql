-- Sixty new orders of a customer that is not there.
insert into core.pedido by name
select * replace (
    pedido_id + 900000 as pedido_id,
    numero_pedido || 'x' as numero_pedido,
    -5 as cliente_id,
    cast(now() at time zone 'UTC' as timestamp) as data_atualizacao
)
from core.pedido
order by pedido_id
limit 60;
