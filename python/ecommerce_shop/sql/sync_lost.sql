-- Places that are in no list of municipalities: their orders, and an example.
select count(*) as pedidos, count(distinct l) as lugares, mode(concat_ws(', ', l.cidade, l.estado)) as exemplo
from bruta_pedido as b
inner join lugar as l on try_cast(b.regiao_entrega_id as bigint) = l.regiao_id
where l.nome_pais = 'Brasil' and l.codigo_ibge is null
