-- Which orders this run looks at. A run that sweeps: all. A windowed one: `olhado` for certain,
-- `talvez` as it may be, those in `nao_visto` not. `parado`: orders that stay as they were.

create or replace temp table membro as
select dimensao, chave, versao from intervalo
union all
select 'regiao', regiao_original_id, 0 from dim_regiao;

-- What the facts point at, by business day.
create or replace temp table aponta as
select pedido_original_id as pedido_id, 'item' as tipo, item_original_id as chave_linha,
    data_id as dia, unnest(['cliente', 'produto', 'vendedor', 'equipe', 'regiao']) as dimensao,
    unnest([cliente, produto, vendedor, equipe, regiao]) as chave,
    unnest([cliente_versao, produto_versao, vendedor_versao, equipe_versao, 0]) as versao,
    vendedor = -2 as direta
from fact_vendas
union all
select pedido_original_id, 'desconto', desconto_aplicado_original_id, data_aplicacao_id,
    unnest(['cliente', 'produto', 'desconto']), unnest([cliente, produto, desconto]),
    unnest([cliente_versao, produto_versao, desconto_versao]), false
from fact_descontos;

create or replace temp table apontaria as
select pedido_id, 'item' as tipo, item_pedido_id as chave_linha,
    unnest(['cliente', 'produto', 'vendedor', 'equipe', 'regiao']) as dimensao,
    unnest([cliente, produto, vendedor, equipe, regiao]) as chave,
    unnest([cliente_versao, produto_versao, vendedor_versao, equipe_versao, 0]) as versao
from vendas_agora
union all
select pedido_id, 'desconto', desconto_aplicado_id,
    unnest(['cliente', 'produto', 'desconto']), unnest([cliente, produto, desconto]),
    unnest([cliente_versao, produto_versao, desconto_versao])
from descontos_agora;

create or replace temp table membro_novo as
select * from membro anti join membro_visto using (dimensao, chave, versao);

-- The history of a dimension changed under a fact: the version ended before the business day (on
-- that day: perhaps), or the member that was unknown has come (any member has: perhaps).
create or replace temp table repontado as
select a.pedido_id, a.dia > cast(strftime(v.valido_ate, '%Y%m%d') as integer) as certo
from aponta a join intervalo v using (dimensao, chave, versao)
where a.dia >= cast(strftime(v.valido_ate, '%Y%m%d') as integer)
union all
select a.pedido_id, n.chave is not null
from aponta a
left join apontaria t using (pedido_id, tipo, chave_linha, dimensao)
left join membro_novo n
    on n.dimensao = t.dimensao and n.chave = t.chave and n.versao = t.versao
where a.chave = -1 and not (a.dimensao = 'equipe' and a.direta)
    and a.dimensao in (select dimensao from membro_novo);

create or replace temp table olhado as
-- Stamped in the window or later.
select pedido_id from linha
where data_atualizacao > coalesce(
    (
        select min(inicio) from janela where tabela in ('fact_vendas', 'fact_descontos')
        having count(*) = 2
    ),
    timestamp '1900-01-01'
)
union
-- One that waits, though the source no longer have it.
from pendente
union
-- With a row that the source still has: one that has a rejected row.
select pedido_id from linha
where pedido_id in (select pedido from quarentena where pedido is not null)
    or pedido_id in (select pedido_id from repontado where certo)
union
select pedido_id from src.core.desconto_aplicado where desconto_id in (from campanha_ruim)
union
-- A return whose item no key tells apart: it stands by itself now.
select pedido_id from linha
where entidade = 'devolucao' and chave in (
    select d.devolucao_id
    from src.core.devolucao d
    join sem_chave k on k.entidade = 'item_pedido' and k.chave = d.item_pedido_id
);

-- A row of it has come into an order that is looked at: it waits for the next run.
create or replace temp table perdedor as
select f.pedido_id
from (
    select 'item_pedido' as entidade, item_original_id as chave, pedido_original_id as pedido_id
    from fact_vendas
    union all
    select 'desconto_aplicado', desconto_aplicado_original_id, pedido_original_id
    from fact_descontos
) f
join linha agora using (entidade, chave)
where agora.pedido_id <> f.pedido_id and agora.pedido_id in (from olhado);

create or replace temp table talvez as
select pedido_id from linha where (select algum from inacabado)
union
from esperou
union
select pedido_id from repontado
union
from perdedor
except
select pedido_id from olhado;

create or replace temp table pedido_conhecido as
select pedido_id from linha
union
select pedido_original_id from fact_vendas
union
select pedido_original_id from fact_descontos
union
select pedido from quarentena where pedido is not null;

create or replace temp table visto as
select pedido_id from pedido_conhecido
where (select varre from param)
    or pedido_id in (from olhado)
    or (pedido_id in (from talvez) and pedido_id not in (from nao_visto));

create or replace temp table parado as
select pedido_id from em_voo
union
(from pedido_conhecido except from visto);

-- Orders of which this run would change a fact or a rejection.
create or replace temp table difere as
select pedido_original_id as pedido_id
from (
    (from fact_vendas except from vendas_agora)
    union all
    (from vendas_agora except from fact_vendas)
)
union
select pedido_original_id
from (
    (from fact_descontos except from descontos_agora)
    union all
    (from descontos_agora except from fact_descontos)
)
union
select pedido
from ((from faltosa except from quarentena) union all (from quarentena except from faltosa))
where pedido is not null;

create or replace table talvez_visto as from talvez;
