create or replace table fact.fact_vendas as select * from venda;
