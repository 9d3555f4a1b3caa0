select max(carimbo) as mais_novo, (select count(*) from core.pedido) as pedidos
from (
    select max(data_atualizacao) as carimbo from core.regiao
    union all
    select max(data_atualizacao) as carimbo from core.cliente
    union all
    select max(data_atualizacao) as carimbo from core.fornecedor
    union all
    select max(data_atualizacao) as carimbo from core.categoria
    union all
    select max(data_atualizacao) as carimbo from core.produto
    union all
    select max(data_atualizacao) as carimbo from core.equipe
    union all
    select max(data_atualizacao) as carimbo from core.vendedor
    union all
    select max(data_atualizacao) as carimbo from core.desconto
    union all
    select max(data_atualizacao) as carimbo from core.pedido
    union all
    select max(data_atualizacao) as carimbo from core.item_pedido
    union all
    select max(data_atualizacao) as carimbo from core.desconto_aplicado
    union all
    select max(data_atualizacao) as carimbo from core.devolucao
    union all
    select max(data_atualizacao) as carimbo from core.meta_vendedor
) as t
