select
    order_id || '-' || nivel as desconto_aplicado_id,
    'VOUCHER' as desconto_id,
    order_id as pedido_id,
    nivel as nivel_aplicacao,
    valor as valor_desconto,
    comprado_em as data_aplicacao,
    comprado_em as data_cadastro,
    carimbo as data_atualizacao,
    origem
from voucher
