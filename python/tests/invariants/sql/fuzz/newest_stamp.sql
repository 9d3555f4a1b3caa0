select greatest(
    (select max(data_atualizacao) from core.regiao),
    (select max(data_atualizacao) from core.cliente),
    (select max(data_atualizacao) from core.fornecedor),
    (select max(data_atualizacao) from core.categoria),
    (select max(data_atualizacao) from core.produto),
    (select max(data_atualizacao) from core.equipe),
    (select max(data_atualizacao) from core.vendedor),
    (select max(data_atualizacao) from core.desconto),
    (select max(data_atualizacao) from core.pedido),
    (select max(data_atualizacao) from core.item_pedido),
    (select max(data_atualizacao) from core.desconto_aplicado),
    (select max(data_atualizacao) from core.devolucao),
    (select max(data_atualizacao) from core.meta_vendedor)
)
