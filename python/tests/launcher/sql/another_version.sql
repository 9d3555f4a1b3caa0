alter table fact.fact_vendas alter column custo_total set not null;
alter table fact.agg_pedidos drop column valor_frete;
alter table dim.dim_regiao add column bonus int;
create or replace view ops.vw_alertas as select 1 as alerta_id
