-- A person is a customer_unique_id. Postal code and region are those of the order with the
-- earliest stamp: the first that a replay by cutoff can see.
select distinct on (customer_unique_id)
    customer_unique_id as cliente_id,
    'Cliente ' || customer_unique_id[1:8] as nome_cliente,
    regiao_id,
    cep,
    carimbo as data_cadastro,
    carimbo as data_atualizacao,
    origem
from compra
order by carimbo, comprado_em, order_id
