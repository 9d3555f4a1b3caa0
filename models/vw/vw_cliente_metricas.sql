with clientes as (
    select
        cliente.*,
        compras.pedidos, compras.unidades,
        coalesce(compras.valor_receita, 0) as total,
        compras.primeira_compra, compras.ultima_compra, compras.rfm_recencia as recencia,
        compras.rfm_frequencia as frequencia, compras.rfm_valor as valor,
        referencia.data_referencia, referencia.data_atividade,
        coalesce(compras.ultima_compra, cast(cliente.data_cadastro as date)) as ultimo_sinal
    from {{ ref('dim_cliente') }} as cliente
    cross join {{ ref('vw_referencia') }} as referencia
    left join {{ ref('agg_clientes') }} as compras
        on compras.cliente_original_id = cliente.cliente_original_id
    where cliente.eh_atual = 1 and cliente.cliente_original_id > 0
)

select
    cliente_original_id, nome_cliente, segmento, genero, faixa_etaria, cidade, estado,
    regiao_pais, eh_ativo, eh_excluido,
    cast(data_cadastro as date) as data_cadastro,
    cast({{ dbt.datediff('data_cadastro', 'data_referencia', 'month') }} as int)
        as tempo_cadastro_meses,
    cast(coalesce(pedidos, 0) as bigint) as pedidos_historico,
    cast(coalesce(unidades, 0) as bigint) as unidades_historico,
    cast(total as decimal(18, 2)) as total_compras_historico,
    {{ dinheiro_por('total', 'pedidos') }} as ticket_medio,
    primeira_compra as data_primeira_compra,
    ultima_compra as data_ultima_compra,
    cast({{ dbt.datediff('ultima_compra', 'data_atividade', 'day') }} as int)
        as dias_desde_ultima_compra,
    cast(case
        when total >= 50000 then 'Platinum'
        when total >= 10000 then 'Ouro'
        when total >= 1000 then 'Prata'
        else 'Bronze'
    end as {{ tipo('nvarchar(10)') }}) as categoria_valor,
    cast(case
        when {{ dbt.datediff('ultimo_sinal', 'data_atividade', 'day') }} > 365 then 'Inativo'
        when total >= 10000 then 'VIP'
        when pedidos >= 2 then 'Recorrente'
        else 'Novo'
    end as {{ tipo('nvarchar(10)') }}) as tipo_cliente,
    cast(recencia as int) as rfm_recencia,
    cast(frequencia as int) as rfm_frequencia,
    cast(valor as int) as rfm_valor,
    cast(case
        when recencia is null then 'Sem compra'
        when recencia >= 4 and frequencia >= 4 then 'Campeões'
        when recencia >= 3 and frequencia >= 3 then 'Fiéis'
        when recencia >= 4 then 'Recentes'
        when recencia = 3 then 'Regulares'
        when frequencia >= 3 then 'Em risco'
        else 'Perdidos'
    end as {{ tipo('nvarchar(10)') }}) as segmento_rfm
from clientes
