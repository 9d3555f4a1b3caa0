{#
    Splits a total to the cent (calculation rule 3). `relacao` has item_pedido_id, pedido_id, total (money of the order, repeated on
    its items) and base (money >= 0). Each item gets its proportional part rounded down to the cent; the cents left over go one by
    one to the largest bases (ties: smaller item). Equal parts where all bases are 0.
    Gives item_pedido_id, parte decimal(18,2) of the orders with a total; the parts of an order add up to it. An order's only item
    takes it whole, without a division.
#}
{% macro rateio(relacao) %}
    select
        item_pedido_id,
        cast(
            0.01 * (centavos + case when posicao <= total_centavos - soma_centavos then 1 else 0 end) as decimal(18, 2)
        ) as parte
    from (
        select
            partes.*,
            sum(centavos) over (partition by pedido_id) as soma_centavos,
            row_number() over (partition by pedido_id order by base_centavos desc, item_pedido_id) as posicao
        from (
            select
                itens.item_pedido_id,
                itens.pedido_id,
                cast(itens.total * 100 as decimal(19, 0)) as total_centavos,
                cast(itens.base * 100 as decimal(19, 0)) as base_centavos,
                {{ divisao_inteira(
                    'cast(itens.total * 100 as decimal(19, 0))'
                    ~ ' * case when pedido.base = 0 then 1 else cast(itens.base * 100 as decimal(19, 0)) end',
                    'case when pedido.base = 0 then pedido.itens else pedido.base * 100 end'
                ) }} as centavos
            from {{ relacao }} as itens
            inner join (
                select pedido_id, count(*) as itens, sum(base) as base
                from {{ relacao }}
                where total > 0
                group by pedido_id
                having count(*) > 1
            ) as pedido on itens.pedido_id = pedido.pedido_id
        ) as partes
    ) as com_posicao
    union all
    select min(item_pedido_id) as item_pedido_id, cast(max(total) as decimal(18, 2)) as parte
    from {{ relacao }}
    where total > 0
    group by pedido_id
    having count(*) = 1
{% endmacro %}
