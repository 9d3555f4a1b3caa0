-- Headline figures of the period, of the one before it and of the same days a year earlier.
with periodos as (
    select
        'atual' as periodo,
        cast(:de as date) as inicio,
        cast(:ate as date) as fim
    union all
    select
        'anterior' as periodo,
        cast(:de_anterior as date) as inicio,
        cast(:ate_anterior as date) as fim
    union all
    select
        'ano' as periodo,
        cast(:de_ano as date) as inicio,
        cast(:ate_ano as date) as fim
),

somas as (
    select
        periodos.periodo,
        sum(vendas.valor_receita) as receita,
        count(distinct vendas.pedido_original_id) as pedidos,
        sum(vendas.quantidade_vendida - vendas.quantidade_devolvida) as unidades,
        sum(vendas.margem_bruta) as margem,
        sum(vendas.quantidade_vendida) as vendidas,
        sum(vendas.quantidade_devolvida) as devolvidas,
        sum(vendas.valor_total_bruto) as bruto,
        sum(vendas.valor_total_descontos) as descontos
    from periodos
    inner join vw.vw_vendas_completa as vendas
        on vendas.data_venda between periodos.inicio and periodos.fim
    where
        vendas.eh_cancelado = 0
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
    group by periodos.periodo
)

select
    periodo,
    receita,
    pedidos,
    unidades,
    margem,
    1.0 * receita / nullif(pedidos, 0) as ticket_medio,
    100.0 * margem / nullif(receita, 0) as margem_percent,
    100.0 * devolvidas / nullif(vendidas, 0) as devolucao_percent,
    100.0 * descontos / nullif(bruto, 0) as desconto_percent
from somas
