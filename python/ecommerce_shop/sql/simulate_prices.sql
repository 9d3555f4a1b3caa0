-- Prices and costs change, not always together.
create or replace temp table escolha as
select
    produto_id,
    0.95 + 0.13 * u(produto_id, 'preco') as preco,
    0.96 + 0.10 * u(produto_id, 'custo') as custo
from core.produto
order by u(produto_id, 'reajusta'), produto_id
limit (select 2 + least(200, count(*) // 100) from core.produto);

update core.produto
set
    preco_sugerido = greatest(1, preco_sugerido * e.preco),
    preco_custo = greatest(0.5, preco_custo * e.custo),
    data_atualizacao = getvariable('agora')
from escolha as e
where core.produto.produto_id = e.produto_id;

select 'precos_e_custos' as mudanca, count(*) as linhas from escolha;
