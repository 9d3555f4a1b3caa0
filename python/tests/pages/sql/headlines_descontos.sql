-- Cards of Descontos. A campaign is a discount that was used; it touches an item, or a whole order.
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

campanhas as (
    select
        desconto.desconto_id,
        coalesce((
            select sum(itens.receita - itens.custo) from itens
            where exists (
                select 1 from core.desconto_aplicado as uso
                where
                    uso.desconto_id = desconto.desconto_id
                    and uso.aprovado
                    and uso.pedido_id = itens.pedido_id
                    and coalesce(uso.item_pedido_id, itens.item_pedido_id) = itens.item_pedido_id
            )
        ), 0) as margem,
        coalesce((
            select sum(uso.valor_desconto) from core.desconto_aplicado as uso
            where
                uso.desconto_id = desconto.desconto_id
                and uso.aprovado
                and uso.nivel_aplicacao = 'Frete'
                and exists (select 1 from itens where itens.pedido_id = uso.pedido_id)
        ), 0) as frete,
        coalesce(desconto.custo_campanha, 0) as custo
    from core.desconto
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
    (select count(*) from campanhas where margem - frete - custo < 0) as com_prejuizo
from vendidos
