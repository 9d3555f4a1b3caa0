{#
    Splits a total to the cent (calculation rule 3). `relacao` has item_pedido_id, pedido_id, total (money of the order, repeated on
    its items) and base (money >= 0). Each item gets its proportional part rounded down to the cent; the cents left over go one by
    one to the largest bases (ties: smaller item). Equal parts where all bases are 0.
    Gives item_pedido_id, parte decimal(18,2); the parts of an order add up to its total.
#}
{% macro rateio(relacao) %}
    select
        item_pedido_id,
        cast(0.01 * (centavos + case when posicao <= total_centavos - soma_centavos then 1 else 0 end) as decimal(18, 2)) as parte
    from (
        select
            partes.*,
            sum(centavos) over (partition by pedido_id) as soma_centavos,
            row_number() over (partition by pedido_id order by base_centavos desc, item_pedido_id) as posicao
        from (
            select
                item_pedido_id,
                pedido_id,
                total_centavos,
                base_centavos,
                cast({{ divisao_inteira('total_centavos * base_centavos', 'soma_base') }} as decimal(18, 0)) as centavos
            from (
                select
                    pesadas.*,
                    sum(base_centavos) over (partition by pedido_id) as soma_base
                from (
                    select
                        item_pedido_id,
                        pedido_id,
                        cast(total * 100 as decimal(19, 0)) as total_centavos,
                        case
                            when sum(base) over (partition by pedido_id) = 0 then 1
                            else cast(base * 100 as decimal(19, 0))
                        end as base_centavos
                    from {{ relacao }}
                ) as pesadas
            ) as com_soma
        ) as partes
    ) as com_posicao
{% endmacro %}
