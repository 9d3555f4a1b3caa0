-- Measure, what the source has less what is in quarantine, what the warehouse has. (A row without a
-- key is in quarantine; NOT IN would let it through where nothing else is.)
with fora as (
    select entidade, try_cast(chave_origem as bigint) as chave
    from dw.audit.quarentena
    where resolvido_em is null and chave_origem <> 'NULL'
),

item as (
    select *
    from src.core.item_pedido
    where
        item_pedido_id is not null
        and item_pedido_id not in (select chave from fora where entidade = 'item_pedido')
),

desconto as (
    select *
    from src.core.desconto_aplicado
    where
        desconto_aplicado_id is not null
        and desconto_aplicado_id not in (
            select chave from fora where entidade = 'desconto_aplicado'
        )
),

devolucao as (
    select *
    from src.core.devolucao
    where
        devolucao_id is not null
        and devolucao_id not in (select chave from fora where entidade = 'devolucao')
)

select 'itens' as medida, (select count(*) from item) as origem, count(*) as dw
from dw.fact.fact_vendas
union all
select 'valor bruto', (select sum(quantidade * preco_unitario) from item), sum(valor_total_bruto)
from dw.fact.fact_vendas
union all
select 'custo', (select sum(quantidade * custo_unitario) from item), sum(custo_total)
from dw.fact.fact_vendas
union all
select
    'descontos nos itens',
    (select sum(valor_desconto) from desconto where aprovado and nivel_aplicacao <> 'Frete'),
    sum(valor_total_descontos)
from dw.fact.fact_vendas
union all
select 'descontos', (select count(*) from desconto), count(*)
from dw.fact.fact_descontos
union all
select
    'descontos aplicados', (select sum(valor_desconto) from desconto where aprovado),
    sum(valor_desconto_aplicado)
from dw.fact.fact_descontos
union all
select 'devolvido', (select sum(valor_devolvido) from devolucao), sum(valor_devolvido)
from dw.fact.fact_vendas
union all
-- A frozen target stays, whatever becomes of its source row.
select
    'metas',
    (
        select count(*)
        from src.core.meta_vendedor
        where
            meta_id is not null
            and meta_id not in (select chave from fora where entidade = 'meta_vendedor')
            and meta_id not in (
                select meta_original_id from dw.fact.fact_metas where eh_periodo_fechado
            )
    ),
    count(*) filter (not eh_periodo_fechado)
from dw.fact.fact_metas
