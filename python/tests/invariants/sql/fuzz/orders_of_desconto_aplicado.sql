select pedido_id from core.desconto_aplicado where desconto_aplicado_id = (select chave from apagada)
