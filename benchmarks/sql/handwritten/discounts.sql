-- fact_descontos of the rows in pedido, item, aplicado.
create or replace temp view uso_de_desconto as
with item_valor as (
    select
        item_pedido_id, pedido_id, produto_id,
        quantidade * preco_unitario as bruto,
        quantidade * custo_unitario as custo
    from item
),
pedido_valor as (
    select
        pedido_id,
        sum(bruto) as bruto,
        case when count(*) = count(custo) then sum(custo) end as custo
    from item_valor
    group by pedido_id
),
com_base as (
    select
        a.*,
        p.numero_pedido,
        p.cliente_id,
        i.produto_id,
        i.item_pedido_id as item_do_desconto,
        case when a.aprovado then a.valor_desconto else 0 end as aplicado,
        case a.nivel_aplicacao
            when 'Produto' then i.bruto
            when 'Pedido' then coalesce(t.bruto, 0)
            else coalesce(p.valor_frete, 0)
        end as base,
        case a.nivel_aplicacao
            when 'Produto' then i.bruto - i.custo
            when 'Pedido' then case when t.pedido_id is null then 0 else t.bruto - t.custo end
            else 0
        end as margem
    from aplicado as a
    inner join pedido as p on a.pedido_id = p.pedido_id
    left join item_valor as i
        on a.item_pedido_id = i.item_pedido_id and a.nivel_aplicacao = 'Produto'
    left join pedido_valor as t on a.pedido_id = t.pedido_id
)
select
    chave(b.desconto_aplicado_id::varchar) as desconto_aplicado_id,
    b.desconto_aplicado_id as desconto_aplicado_original_id,
    coalesce(desconto.desconto_id, -1) as desconto_id,
    chave(b.item_do_desconto::varchar) as venda_id,
    b.pedido_id as pedido_original_id,
    coalesce(dia.data_id, -1) as data_aplicacao_id,
    coalesce(cliente.cliente_id, -1) as cliente_id,
    coalesce(produto.produto_id, -1) as produto_id,
    b.nivel_aplicacao,
    b.valor_desconto::decimal(15, 2) as valor_desconto_solicitado,
    b.aplicado::decimal(15, 2) as valor_desconto_aplicado,
    b.base::decimal(15, 2) as valor_sem_desconto,
    (b.base - b.aplicado)::decimal(15, 2) as valor_com_desconto,
    b.margem::decimal(15, 2) as margem_antes_desconto,
    (b.margem - b.aplicado)::decimal(15, 2) as margem_apos_desconto,
    (-b.aplicado)::decimal(15, 2) as impacto_margem,
    coalesce(b.numero_pedido, b.pedido_id::varchar) as numero_pedido,
    b.aprovado as desconto_aprovado
from com_base as b
left join dim.dim_data as dia on data_id(b.data_aplicacao) = dia.data_id
left join dim.dim_desconto as desconto
    on
        b.desconto_id = desconto.desconto_original_id and desconto.valido_de <= b.data_aplicacao
        and coalesce(desconto.valido_ate, timestamp '9999-12-31') > b.data_aplicacao
left join dim.dim_cliente as cliente
    on
        b.cliente_id = cliente.cliente_original_id and cliente.valido_de <= b.data_aplicacao
        and coalesce(cliente.valido_ate, timestamp '9999-12-31') > b.data_aplicacao
left join dim.dim_produto as produto
    on
        b.produto_id = produto.produto_original_id and produto.valido_de <= b.data_aplicacao
        and coalesce(produto.valido_ate, timestamp '9999-12-31') > b.data_aplicacao;
