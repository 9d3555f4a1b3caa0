create or replace view stg.stg_oltp__regiao as select 1 as regiao_id
