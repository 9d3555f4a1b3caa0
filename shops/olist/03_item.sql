select i.*, i.price::decimal(10, 2) as preco, i.freight_value::decimal(10, 2) as frete,
    c.comprado_em, c.carimbo
from order_items as i
inner join compra as c on i.order_id = c.order_id
