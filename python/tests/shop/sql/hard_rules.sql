-- Rows of a source that break a hard rule of the data model, written independently of the
-- warehouse's models. Every branch counts rows at fault; a clean source gives 0 everywhere.
with pedido_ruim as (
    select pedido_id
    from core.pedido as p
    where not exists (select 1 from core.cliente as c where c.cliente_id = p.cliente_id)
        or not exists (select 1 from core.regiao as r where r.regiao_id = p.regiao_entrega_id)
        or p.data_pedido < timestamp '2000-01-01' or p.data_pedido >= timestamp '2036-01-01'
),
item_ruim as (
    select item_pedido_id
    from core.item_pedido as i
    where i.pedido_id not in (select pedido_id from core.pedido)
        or i.pedido_id in (select pedido_id from pedido_ruim)
        or i.produto_id not in (select produto_id from core.produto)
        or i.quantidade <= 0 or i.preco_unitario < 0 or i.custo_unitario < 0
),
por_item as (
    select
        d.item_pedido_id,
        max(i.quantidade * i.preco_unitario) as bruto,
        sum(d.valor_desconto) as descontos
    from core.desconto_aplicado as d
    inner join core.item_pedido as i on d.item_pedido_id = i.item_pedido_id
    where d.nivel_aplicacao = 'Produto' and d.aprovado
    group by d.item_pedido_id
),
por_pedido as (
    select
        p.pedido_id,
        p.valor_frete,
        coalesce(
            (
                select sum(quantidade * preco_unitario)
                from core.item_pedido as i
                where i.pedido_id = p.pedido_id
            ),
            0
        ) as bruto,
        coalesce(
            sum(d.valor_desconto) filter (where d.aprovado and d.nivel_aplicacao = 'Produto'), 0
        ) as em_itens,
        coalesce(
            sum(d.valor_desconto) filter (where d.aprovado and d.nivel_aplicacao = 'Pedido'), 0
        ) as no_pedido,
        coalesce(
            sum(d.valor_desconto) filter (where d.aprovado and d.nivel_aplicacao = 'Frete'), 0
        ) as no_frete
    from core.pedido as p
    inner join core.desconto_aplicado as d on p.pedido_id = d.pedido_id
    group by p.pedido_id, p.valor_frete
),
devolvido as (
    select v.item_pedido_id, max(i.quantidade) as vendida, sum(v.quantidade) as devolvida
    from core.devolucao as v
    inner join core.item_pedido as i on v.item_pedido_id = i.item_pedido_id
    group by v.item_pedido_id
)
select 'pedido' as regra, count(*) as linhas from pedido_ruim
union all
select 'item_pedido', count(*) from item_ruim
union all
select 'desconto_valor', count(*) from core.desconto_aplicado where valor_desconto < 0
union all
select 'desconto_orfao', count(*)
from core.desconto_aplicado
where desconto_id not in (select desconto_id from core.desconto)
    or pedido_id not in (select pedido_id from core.pedido)
    or pedido_id in (select pedido_id from pedido_ruim)
    or item_pedido_id not in (select item_pedido_id from core.item_pedido)
    or item_pedido_id in (select item_pedido_id from item_ruim)
union all
select 'desconto_nivel', count(*)
from core.desconto_aplicado as d
left join core.item_pedido as i on d.item_pedido_id = i.item_pedido_id
where d.nivel_aplicacao not in ('Produto', 'Pedido', 'Frete')
    or (
        d.nivel_aplicacao = 'Produto' and (d.item_pedido_id is null or i.pedido_id <> d.pedido_id)
    )
union all
select 'desconto_excede_base: item', count(*) from por_item where descontos > bruto
union all
select 'desconto_excede_base: pedido', count(*) from por_pedido where no_pedido > bruto - em_itens
union all
select 'desconto_excede_base: frete', count(*) from por_pedido where no_frete > valor_frete
union all
select 'devolucao_quantidade', count(*)
from core.devolucao
where quantidade <= 0 or valor_devolvido < 0
union all
select 'devolucao_orfa', count(*)
from core.devolucao
where item_pedido_id not in (select item_pedido_id from core.item_pedido)
    or item_pedido_id in (select item_pedido_id from item_ruim)
union all
select 'devolucao_excede', count(*) from devolvido where devolvida > vendida
union all
select 'meta_valor', count(*) from core.meta_vendedor where valor_meta <= 0
union all
select 'meta_orfa', count(*)
from core.meta_vendedor
where vendedor_id not in (select vendedor_id from core.vendedor)
union all
select 'meta_duplicada', count(*) - count(distinct (vendedor_id, periodo_inicio, tipo_periodo))
from core.meta_vendedor
