-- Rows whose reference leads nowhere, for every foreign key of the source's schema.
select 'cliente.regiao_id' as referencia, count(*) as orfas
from core.cliente as f
anti join core.regiao as p on f.regiao_id = p.regiao_id
where f.regiao_id is not null
union all
select 'categoria.categoria_pai_id' as referencia, count(*) as orfas
from core.categoria as f
anti join core.categoria as p on f.categoria_pai_id = p.categoria_id
where f.categoria_pai_id is not null
union all
select 'produto.categoria_id' as referencia, count(*) as orfas
from core.produto as f
anti join core.categoria as p on f.categoria_id = p.categoria_id
where f.categoria_id is not null
union all
select 'produto.fornecedor_id' as referencia, count(*) as orfas
from core.produto as f
anti join core.fornecedor as p on f.fornecedor_id = p.fornecedor_id
where f.fornecedor_id is not null
union all
select 'vendedor.equipe_id' as referencia, count(*) as orfas
from core.vendedor as f
anti join core.equipe as p on f.equipe_id = p.equipe_id
where f.equipe_id is not null
union all
select 'vendedor.gerente_id' as referencia, count(*) as orfas
from core.vendedor as f
anti join core.vendedor as p on f.gerente_id = p.vendedor_id
where f.gerente_id is not null
union all
select 'equipe.lider_vendedor_id' as referencia, count(*) as orfas
from core.equipe as f
anti join core.vendedor as p on f.lider_vendedor_id = p.vendedor_id
where f.lider_vendedor_id is not null
union all
select 'pedido.cliente_id' as referencia, count(*) as orfas
from core.pedido as f
anti join core.cliente as p on f.cliente_id = p.cliente_id
where f.cliente_id is not null
union all
select 'pedido.regiao_entrega_id' as referencia, count(*) as orfas
from core.pedido as f
anti join core.regiao as p on f.regiao_entrega_id = p.regiao_id
where f.regiao_entrega_id is not null
union all
select 'item_pedido.pedido_id' as referencia, count(*) as orfas
from core.item_pedido as f
anti join core.pedido as p on f.pedido_id = p.pedido_id
where f.pedido_id is not null
union all
select 'item_pedido.produto_id' as referencia, count(*) as orfas
from core.item_pedido as f
anti join core.produto as p on f.produto_id = p.produto_id
where f.produto_id is not null
union all
select 'item_pedido.vendedor_id' as referencia, count(*) as orfas
from core.item_pedido as f
anti join core.vendedor as p on f.vendedor_id = p.vendedor_id
where f.vendedor_id is not null
union all
select 'desconto_aplicado.desconto_id' as referencia, count(*) as orfas
from core.desconto_aplicado as f
anti join core.desconto as p on f.desconto_id = p.desconto_id
where f.desconto_id is not null
union all
select 'desconto_aplicado.pedido_id' as referencia, count(*) as orfas
from core.desconto_aplicado as f
anti join core.pedido as p on f.pedido_id = p.pedido_id
where f.pedido_id is not null
union all
select 'desconto_aplicado.item_pedido_id' as referencia, count(*) as orfas
from core.desconto_aplicado as f
anti join core.item_pedido as p on f.item_pedido_id = p.item_pedido_id
where f.item_pedido_id is not null
union all
select 'devolucao.item_pedido_id' as referencia, count(*) as orfas
from core.devolucao as f
anti join core.item_pedido as p on f.item_pedido_id = p.item_pedido_id
where f.item_pedido_id is not null
union all
select 'meta_vendedor.vendedor_id' as referencia, count(*) as orfas
from core.meta_vendedor as f
anti join core.vendedor as p on f.vendedor_id = p.vendedor_id
where f.vendedor_id is not null
