-- Delete and insert, order by order; an order that does not differ is written again.
delete from fact.fact_vendas
where pedido_original_id in (select pedido_id from tocado);
insert into fact.fact_vendas by name select * from venda;
