select i.*, numero(i.price) as preco, numero(i.freight_value) as frete,
    c.comprado_em, c.carimbo
from order_items as i
inner join compra as c on i.order_id = c.order_id
