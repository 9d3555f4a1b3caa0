-- Each item is one piece.
select
    order_id || '-' || order_item_id as item_pedido_id,
    order_id as pedido_id,
    product_id as produto_id,
    seller_id as vendedor_id,
    1 as quantidade,
    price as preco_unitario,
    freight_value as valor_frete,
    comprado_em as data_cadastro,
    carimbo as data_atualizacao,
    origem
from item
