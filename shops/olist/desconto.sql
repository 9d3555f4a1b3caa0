select
    'VOUCHER' as desconto_id,
    'Vouchers Olist' as nome_campanha,
    min(comprado_em)::date as data_inicio_validade,
    min(carimbo) as data_cadastro,
    min(carimbo) as data_atualizacao,
    min(origem) as origem
from voucher
having count(*) > 0
