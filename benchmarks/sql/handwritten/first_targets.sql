create or replace table fact.fact_metas as select * from meta_calculada;
