with cancelados as (
    select pedido_original_id
    from {{ ref('fact_vendas') }}
    where status_pedido = 'Cancelado'
    group by pedido_original_id
)

select
    desconto_fato.desconto_aplicado_id, desconto_fato.desconto_aplicado_original_id,
    desconto_fato.venda_id, desconto_fato.pedido_original_id, desconto_fato.numero_pedido,
    desconto_fato.nivel_aplicacao, desconto_fato.desconto_aprovado,
    {{ bit('cancelados.pedido_original_id is not null') }} as eh_cancelado,

    calendario.data_completa as data_aplicacao,
    calendario.ano, calendario.mes, calendario.periodo_mes,

    desconto.desconto_original_id, desconto.codigo_desconto, desconto.nome_campanha,
    desconto.tipo_desconto, desconto.metodo_desconto, desconto.aplica_em,

    cliente.cliente_original_id, cliente.nome_cliente, cliente.segmento,
    cliente.estado as estado_cliente,
    produto.produto_original_id, produto.nome_produto, produto.categoria,

    desconto_fato.valor_desconto_solicitado, desconto_fato.valor_desconto_aplicado,
    desconto_fato.valor_sem_desconto, desconto_fato.valor_com_desconto,
    {{ percentual(
        'desconto_fato.valor_desconto_aplicado', 'desconto_fato.valor_sem_desconto'
    ) }} as profundidade_percent,
    desconto_fato.margem_antes_desconto, desconto_fato.margem_apos_desconto,
    desconto_fato.impacto_margem
from {{ ref('fact_descontos') }} as desconto_fato
left join {{ ref('dim_data') }} as calendario
    on calendario.data_id = desconto_fato.data_aplicacao_id
left join {{ ref('dim_desconto') }} as desconto
    on desconto.desconto_id = desconto_fato.desconto_id
left join {{ ref('dim_cliente') }} as cliente
    on cliente.cliente_id = desconto_fato.cliente_id
left join {{ ref('dim_produto') }} as produto
    on produto.produto_id = desconto_fato.produto_id
left join cancelados on cancelados.pedido_original_id = desconto_fato.pedido_original_id
