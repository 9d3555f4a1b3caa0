-- Cards of Descontos. A campaign is a discount that was used; it is compared with the orders of its
-- days that have no discount on an item.
with vendidos as (
    select
        *,
        desconto > 0 as com
    from itens
    where dia between $de and $ate
),

usos as (
    select *
    from core.desconto_aplicado
    where cast(data_aplicacao as date) between $de and $ate
),

pedidos as (
    select
        pedido_id,
        min(dia) as dia,
        sum(receita - custo) as margem,
        sum(desconto) as desconto
    from itens
    group by pedido_id
),

-- Orders of a campaign, with its discount put back.
da_campanha as (
    select
        uso.desconto_id,
        pedidos.dia,
        pedidos.margem + sum(case when uso.nivel_aplicacao = 'Frete' then 0 else uso.valor_desconto end)
            as margem,
        sum(uso.valor_desconto) as dado
    from core.desconto_aplicado as uso
    inner join pedidos on pedidos.pedido_id = uso.pedido_id
    where uso.aprovado
    group by uso.desconto_id, pedidos.pedido_id, pedidos.dia, pedidos.margem
),

somas as (
    select
        desconto_id,
        count(*) as n,
        sum(margem) as margem,
        sum(dado) as dado,
        min(dia) as primeiro,
        max(dia) as ultimo
    from da_campanha
    group by desconto_id
),

campanhas as (
    select
        coalesce(somas.margem - somas.n * (
            select avg(pedidos.margem) from pedidos
            where pedidos.desconto = 0 and pedidos.dia between somas.primeiro and somas.ultimo
        ), case when somas.n is null then 0 end) as ganho,
        coalesce(somas.dado, 0) + coalesce(desconto.custo_campanha, 0) as custo
    from core.desconto
    left join somas on somas.desconto_id = desconto.desconto_id
    where
        desconto.data_inicio_validade <= $ate
        and coalesce(desconto.data_fim_validade, $de) >= $de
        and desconto.desconto_id in (select desconto_id from core.desconto_aplicado)
)

select
    sum(desconto) as concedido,
    100.0 * count(*) filter (where com) / count(*) as itens_com,
    100 * sum(receita - custo) filter (where com) / sum(receita) filter (where com) as margem_com,
    100 * sum(receita - custo) filter (where not com) / sum(receita) filter (where not com)
        as margem_sem,
    (select count(*) from usos) as usos,
    (select 100.0 * count(*) filter (where aprovado) / count(*) from usos) as aprovacao,
    (select count(*) from campanhas) as campanhas,
    (select count(*) from campanhas where ganho - custo < 0) as com_prejuizo
from vendidos
