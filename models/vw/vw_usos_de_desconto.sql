with cancelados as (
    select pedido_original_id
    from {{ ref('agg_pedidos') }}
    where eh_cancelado = 1
)

select
    uso.desconto_aplicado_id, uso.pedido_original_id, uso.desconto_aprovado,
    {{ bit('cancelados.pedido_original_id is not null') }} as eh_cancelado,
    calendario.data_completa as data_aplicacao,
    calendario.periodo_mes,
    desconto.codigo_desconto, desconto.nome_campanha, desconto.metodo_desconto,
    uso.valor_desconto_solicitado, uso.valor_desconto_aplicado
from {{ ref('fact_descontos') }} as uso
left join {{ ref('dim_data') }} as calendario on calendario.data_id = uso.data_aplicacao_id
left join {{ ref('dim_desconto') }} as desconto on desconto.desconto_id = uso.desconto_id
left join cancelados on cancelados.pedido_original_id = uso.pedido_original_id
