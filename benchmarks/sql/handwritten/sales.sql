-- fact_vendas of the rows in pedido, item, aplicado, devolucao.
create or replace temp view venda as
with desconto_do_item as (
    select item_pedido_id, sum(valor_desconto) as valor
    from aplicado
    where aprovado and nivel_aplicacao = 'Produto'
    group by item_pedido_id
),
desconto_do_pedido as (
    select pedido_id, sum(valor_desconto) as valor
    from aplicado
    where aprovado and nivel_aplicacao = 'Pedido'
    group by pedido_id
),
devolvido as (
    select item_pedido_id, sum(quantidade) as quantidade, sum(valor_devolvido) as valor
    from devolucao
    group by item_pedido_id
),
linha as (
    select
        i.item_pedido_id, i.pedido_id, i.produto_id, i.vendedor_id, i.quantidade,
        i.preco_unitario, i.valor_frete,
        p.numero_pedido, p.cliente_id, p.regiao_entrega_id, p.canal, p.status, p.data_pedido,
        coalesce(p.valor_frete, 0) as frete_pedido,
        i.quantidade * i.preco_unitario as bruto,
        i.quantidade * i.custo_unitario as custo,
        coalesce(d.valor, 0) as desconto_proprio,
        coalesce(r.quantidade, 0) as devolvida,
        coalesce(r.valor, 0) as valor_devolvido
    from item as i
    inner join pedido as p on i.pedido_id = p.pedido_id
    left join desconto_do_item as d on i.item_pedido_id = d.item_pedido_id
    left join devolvido as r on i.item_pedido_id = r.item_pedido_id
),
-- an order's discount, split in proportion to what its items' own discounts leave
desconto_base as (
    select
        l.item_pedido_id, l.pedido_id,
        (d.valor * 100)::hugeint as total,
        ((l.bruto - l.desconto_proprio) * 100)::hugeint as valor,
        sum((l.bruto - l.desconto_proprio) * 100) over (partition by l.pedido_id) as soma
    from linha as l
    inner join desconto_do_pedido as d on l.pedido_id = d.pedido_id
),
desconto_parte as (
    select
        item_pedido_id, pedido_id, total, valor,
        total * case when soma = 0 then 1 else valor end
        // case when soma = 0 then count(*) over (partition by pedido_id) else soma::hugeint end
            as centavos
    from desconto_base
),
desconto_rateado as (
    select
        item_pedido_id,
        0.01 * (
            centavos
            + case
                when
                    row_number() over (partition by pedido_id order by valor desc, item_pedido_id)
                    <= total - sum(centavos) over (partition by pedido_id) then 1
                else 0
            end
        )::bigint as parte
    from desconto_parte
),
-- freight that is not known by item, in proportion to gross value
frete_base as (
    select
        item_pedido_id, pedido_id, bruto,
        greatest(
            0, frete_pedido - coalesce(sum(valor_frete) over (partition by pedido_id), 0)
        ) as total_valor,
        valor_frete is null as falta
    from linha
),
frete_soma as (
    select
        item_pedido_id, pedido_id,
        (total_valor * 100)::hugeint as total,
        (bruto * 100)::hugeint as valor,
        sum(bruto * 100) over (partition by pedido_id)::hugeint as soma
    from frete_base
    where falta
),
frete_parte as (
    select
        item_pedido_id, pedido_id, total, valor,
        total * case when soma = 0 then 1 else valor end
        // case when soma = 0 then count(*) over (partition by pedido_id) else soma end as centavos
    from frete_soma
),
frete_rateado as (
    select
        item_pedido_id,
        0.01 * (
            centavos
            + case
                when
                    row_number() over (partition by pedido_id order by valor desc, item_pedido_id)
                    <= total - sum(centavos) over (partition by pedido_id) then 1
                else 0
            end
        )::bigint as parte
    from frete_parte
),
completa as (
    select
        l.*,
        (l.desconto_proprio + coalesce(d.parte, 0))::decimal(15, 2) as descontos,
        coalesce(l.valor_frete, f.parte, 0)::decimal(15, 2) as frete
    from linha as l
    left join desconto_rateado as d on l.item_pedido_id = d.item_pedido_id
    left join frete_rateado as f on l.item_pedido_id = f.item_pedido_id
)
select
    chave(c.item_pedido_id::varchar) as venda_id,
    data_id(c.data_pedido)::integer as data_id,
    coalesce(cliente.cliente_id, -1) as cliente_id,
    coalesce(produto.produto_id, -1) as produto_id,
    coalesce(regiao.regiao_id, -1) as regiao_id,
    case when c.vendedor_id is null then -2 else coalesce(vendedor.vendedor_id, -1) end
        as vendedor_id,
    coalesce(equipe.equipe_id, -1) as equipe_id,
    coalesce(c.numero_pedido, c.pedido_id::varchar) as numero_pedido,
    c.item_pedido_id as item_original_id,
    c.pedido_id as pedido_original_id,
    c.vendedor_id as vendedor_original_id,
    coalesce(c.canal, 'Desconhecido') as canal,
    coalesce(c.status, 'Desconhecido') as status_pedido,
    c.quantidade::integer as quantidade_vendida,
    c.preco_unitario as preco_unitario_tabela,
    c.bruto::decimal(15, 2) as valor_total_bruto,
    c.descontos as valor_total_descontos,
    (c.bruto - c.descontos)::decimal(15, 2) as valor_total_liquido,
    c.frete as valor_frete_rateado,
    c.custo::decimal(15, 2) as custo_total,
    c.devolvida::integer as quantidade_devolvida,
    c.valor_devolvido::decimal(15, 2) as valor_devolvido,
    vendedor.percentual_comissao_padrao as percentual_comissao,
    case
        when c.vendedor_id is null then null
        when c.status = 'Cancelado' then 0
        else
            round(
                (c.bruto - c.descontos)::decimal(15, 2) * vendedor.percentual_comissao_padrao
                * 0.01, 2
            )
    end::decimal(15, 2) as valor_comissao,
    c.descontos > 0 as teve_desconto
from completa as c
left join dim.dim_cliente as cliente
    on
        c.cliente_id = cliente.cliente_original_id and cliente.valido_de <= c.data_pedido
        and coalesce(cliente.valido_ate, timestamp '9999-12-31') > c.data_pedido
left join dim.dim_produto as produto
    on
        c.produto_id = produto.produto_original_id and produto.valido_de <= c.data_pedido
        and coalesce(produto.valido_ate, timestamp '9999-12-31') > c.data_pedido
left join dim.dim_vendedor as vendedor
    on
        c.vendedor_id = vendedor.vendedor_original_id and vendedor.valido_de <= c.data_pedido
        and coalesce(vendedor.valido_ate, timestamp '9999-12-31') > c.data_pedido
left join dim.dim_equipe as equipe
    on
        vendedor.equipe_original_id = equipe.equipe_original_id
        and equipe.valido_de <= c.data_pedido
        and coalesce(equipe.valido_ate, timestamp '9999-12-31') > c.data_pedido
left join dim.dim_regiao as regiao on c.regiao_entrega_id = regiao.regiao_original_id;
