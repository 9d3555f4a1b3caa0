-- The same columns as the hand-written script's fact_vendas, with the key that an upsert needs.
create schema if not exists rowwise;
create or replace table rowwise.fact_vendas as select * from fact.fact_vendas limit 0;
alter table rowwise.fact_vendas add primary key (venda_id);
create or replace temp table lote as select * from fact.fact_vendas limit 0;
