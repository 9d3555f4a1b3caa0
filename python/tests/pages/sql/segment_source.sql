-- Customers at risk by name: bought often (upper three fifths), not lately (lower two fifths).
select
    notas.*,
    cliente.nome_cliente as cliente
from notas
inner join core.cliente on cliente.cliente_id = notas.cliente_id
where recencia <= 2 and frequencia >= 3
