create or replace table fact.fact_descontos as select * from uso_de_desconto;
