-- The order's freight is the sum of its items'.
select
    c.order_id as pedido_id,
    c.customer_unique_id as cliente_id,
    c.regiao_id as regiao_entrega_id,
    'Marketplace' as canal,
    c.order_status as status,
    c.order_purchase_timestamp as data_pedido,
    coalesce(f.frete, 0) as valor_frete,
    c.comprado_em as data_cadastro,
    c.carimbo as data_atualizacao,
    c.origem
from compra as c
left join (select order_id, sum(frete) as frete from item group by order_id) as f
    on c.order_id = f.order_id
