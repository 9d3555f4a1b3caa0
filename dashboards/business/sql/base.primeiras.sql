-- Day of each customer's first purchase: ever (kept ready), or of what the filters let through.
select
    cliente_original_id,
    data_primeira_compra as primeira
from vw.vw_cliente_metricas
where :mensal = 0 and :livre = 1 and data_primeira_compra <= :ate
union all
select
    cliente_original_id,
    min(data_venda) as primeira
from base.compras
where :livre = 0
group by cliente_original_id
