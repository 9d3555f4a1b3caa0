delete from fact.fact_descontos
where pedido_original_id in (select pedido_id from tocado);
insert into fact.fact_descontos by name select * from uso_de_desconto;
