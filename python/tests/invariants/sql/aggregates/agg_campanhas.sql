with uso as (
    select
        c.desconto_original_id, f.pedido_original_id, f.venda_id, f.nivel_aplicacao,
        f.desconto_aprovado as aprovado, f.valor_desconto_aplicado as valor,
        f.pedido_original_id in (select pedido_original_id from venda where cancelada)
            as cancelado
    from dw.fact.fact_descontos f
    join dw.dim.dim_desconto c on c.desconto_id = f.desconto_id
),

-- A discount of an item brought that item; any other brought the whole order.
trazida as (
    select distinct u.desconto_original_id, v.venda_id, v.pedido_original_id,
        v.cliente_original_id, v.receita, v.receita - v.custo_receita as margem
    from uso u join venda v
        on v.pedido_original_id = u.pedido_original_id
        and (u.venda_id is null or u.venda_id = v.venda_id)
    where u.aprovado and not u.cancelado
),

trazido as (
    select
        desconto_original_id, count(distinct pedido_original_id) as pedidos,
        count(distinct cliente_original_id) as clientes, sum(receita) as receita,
        inteira(margem) as margem
    from trazida group by desconto_original_id
),

-- Whole orders before the campaign's own discount, its part on freight aside.
inteiro as (
    select
        u.desconto_original_id, v.data_id, v.pedido_original_id,
        v.margem + coalesce(sum(u.valor) filter (u.nivel_aplicacao <> 'Frete'), 0) as margem
    from uso u join (
        select
            pedido_original_id, min(data_id) as data_id,
            inteira(receita - custo_receita) as margem
        from venda group by pedido_original_id
    ) v using (pedido_original_id)
    where u.aprovado and not u.cancelado
    group by u.desconto_original_id, v.data_id, v.pedido_original_id, v.margem
),

comparado as (
    select
        desconto_original_id, min(data_id) as primeiro_dia, max(data_id) as ultimo_dia,
        inteira(margem) as margem_pedidos, inteira(margem * margem) as margem_quadrados
    from inteiro group by desconto_original_id
),

usado as (
    select
        desconto_original_id, count(*) as usos, count(*) filter (aprovado) as usos_aprovados,
        coalesce(sum(valor) filter (not cancelado), 0) as valor_desconto_concedido,
        coalesce(sum(valor) filter (not cancelado and nivel_aplicacao = 'Frete'), 0)
            as valor_desconto_frete
    from uso group by desconto_original_id
)

select
    u.*, coalesce(t.pedidos, 0) as pedidos, coalesce(t.clientes, 0) as clientes,
    coalesce(t.receita, 0) as valor_receita,
    if(t.desconto_original_id is null, 0, t.margem) as margem_bruta,
    c.primeiro_dia, c.ultimo_dia, c.margem_pedidos, c.margem_quadrados
from usado u left join trazido t using (desconto_original_id)
left join comparado c using (desconto_original_id)
