-- The discount of an order, of its coupon; without one it was given automatically.
select
    coalesce(nullif(trim("Discount Code"), ''), 'Automático') as desconto_id,
    Name as pedido_id,
    "Discount Amount" as valor_desconto,
    origem
from orders
where numero("Discount Amount") > 0
