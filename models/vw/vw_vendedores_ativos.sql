with vendas as (
    select
        versao.vendedor_original_id,
        count(distinct vendas.pedido_original_id) as pedidos,
        sum(vendas.valor_receita) as receita,
        max(calendario.data_completa) as ultima_venda
    from {{ ref('vw_vendas_medidas') }} as vendas
    left join {{ ref('dim_vendedor') }} as versao on versao.vendedor_id = vendas.vendedor_id
    left join {{ ref('dim_data') }} as calendario on calendario.data_id = vendas.data_id
    where vendas.eh_cancelado = 0
    group by versao.vendedor_original_id
),

mes_anterior as (
    select
        metas.vendedor_original_id, metas.ranking_periodo,
        metas.percentual_atingido
    from {{ ref('vw_metas_completa') }} as metas
    inner join {{ ref('vw_referencia') }} as referencia
        on metas.ano * 12 + metas.mes
            = year(referencia.data_referencia) * 12 + month(referencia.data_referencia) - 1
    where metas.tipo_periodo = 'Mensal'
)

select
    vendedor.vendedor_original_id, vendedor.nome_vendedor, vendedor.matricula, vendedor.cargo,
    vendedor.nivel_senioridade, vendedor.tipo_vendedor, vendedor.equipe_original_id,
    vendedor.nome_equipe, vendedor.gerente_original_id, vendedor.nome_gerente,
    vendedor.eh_lider, vendedor.estado_atuacao, vendedor.cidade_atuacao,
    vendedor.meta_mensal_base, vendedor.percentual_comissao_padrao, vendedor.data_contratacao,
    cast({{ dbt.datediff(
        'vendedor.data_contratacao', 'referencia.data_referencia', 'month'
    ) }} as int) as tempo_casa_meses,
    cast(coalesce(vendas.pedidos, 0) as bigint) as pedidos_historico,
    cast(coalesce(vendas.receita, 0) as decimal(18, 2)) as valor_receita_historico,
    vendas.ultima_venda as data_ultima_venda,
    mes_anterior.ranking_periodo as ranking_mes_anterior,
    mes_anterior.percentual_atingido as percentual_atingido_mes_anterior
from {{ ref('dim_vendedor') }} as vendedor
cross join {{ ref('vw_referencia') }} as referencia
left join vendas on vendas.vendedor_original_id = vendedor.vendedor_original_id
left join mes_anterior
    on mes_anterior.vendedor_original_id = vendedor.vendedor_original_id
where
    vendedor.eh_atual = 1
    and vendedor.eh_excluido = 0
    and vendedor.eh_ativo = 1
    and vendedor.vendedor_id > 0
