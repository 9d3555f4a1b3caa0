select 'regiao' as tabela, count(*) as linhas from core.regiao
union all
select 'cliente' as tabela, count(*) as linhas from core.cliente
union all
select 'fornecedor' as tabela, count(*) as linhas from core.fornecedor
union all
select 'categoria' as tabela, count(*) as linhas from core.categoria
union all
select 'produto' as tabela, count(*) as linhas from core.produto
union all
select 'equipe' as tabela, count(*) as linhas from core.equipe
union all
select 'vendedor' as tabela, count(*) as linhas from core.vendedor
union all
select 'desconto' as tabela, count(*) as linhas from core.desconto
union all
select 'pedido' as tabela, count(*) as linhas from core.pedido
union all
select 'item_pedido' as tabela, count(*) as linhas from core.item_pedido
union all
select 'desconto_aplicado' as tabela, count(*) as linhas from core.desconto_aplicado
union all
select 'devolucao' as tabela, count(*) as linhas from core.devolucao
union all
select 'meta_vendedor' as tabela, count(*) as linhas from core.meta_vendedor
