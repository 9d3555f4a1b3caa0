-- What the steps choose from: products on sale, sellers on duty, places by population.
create temp table vitrine as
select
    row_number() over (order by hash(produto_id), produto_id) as posicao,
    produto_id,
    preco_sugerido,
    preco_custo
from core.produto
where situacao = 'Ativo';
create temp table plantao as
select row_number() over (order by vendedor_id) as posicao, vendedor_id
from core.vendedor
where situacao = 'Ativo' and (equipe_id is not null or not exists (select 1 from core.equipe));
create temp table destino as
select
    regiao_id,
    estado,
    ddd,
    coalesce(
        sum(peso) over (order by regiao_id rows between unbounded preceding and 1 preceding), 0
    )
    / sum(peso) over () as antes
from (select regiao_id, estado, ddd, coalesce(populacao_estimada, 5000) as peso from core.regiao);
