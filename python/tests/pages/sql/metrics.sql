-- Every metric by month and in all, out of the facts alone.
with vendas as (
    select
        strftime(strptime(cast(data_id as varchar), '%Y%m%d'), '%Y-%m') as mes,
        *,
        valor_total_liquido - valor_devolvido as receita,
        cast(
            cast(custo_total * 100 as hugeint) * (quantidade_vendida - quantidade_devolvida)
            // quantidade_vendida as decimal(18, 2)
        ) / 100 as custo
    from fact.fact_vendas
    where status_pedido <> 'Cancelado'
),

de_vendas as (
    select
        coalesce(mes, 'total') as mes,
        sum(receita) as receita,
        count(distinct pedido_original_id) as pedidos,
        sum(quantidade_vendida) as unidades_vendidas,
        sum(quantidade_devolvida) as unidades_devolvidas,
        sum(quantidade_vendida - quantidade_devolvida) as unidades,
        sum(receita) / count(distinct pedido_original_id) as ticket_medio,
        sum(receita - custo) as margem_conhecida,
        count(*) filter (custo is null) as itens_sem_custo,
        if(bool_and(custo is not null), sum(receita - custo), null) as margem,
        margem / sum(receita) * 100 as margem_percent,
        100.0 * sum(quantidade_devolvida) / sum(quantidade_vendida) as devolucao_percent,
        sum(valor_total_bruto) as valor_bruto,
        sum(valor_total_descontos) as valor_descontos,
        100.0 * sum(valor_total_descontos) / sum(valor_total_bruto) as desconto_percent
    from vendas
    group by rollup (vendas.mes)
),

primeiras as (
    select min(vendas.mes) as mes
    from vendas
    inner join dim.dim_cliente as cliente on vendas.cliente_id = cliente.cliente_id
    where cliente.cliente_id > 0
    group by cliente.cliente_original_id
),

de_clientes as (
    select
        coalesce(mes, 'total') as mes,
        count(*) as clientes_novos
    from primeiras
    group by rollup (primeiras.mes)
),

metas as (
    select
        strftime(strptime(cast(data_id as varchar), '%Y%m%d'), '%Y-%m') as mes,
        *
    from fact.fact_metas
    where tipo_periodo = 'Mensal'
),

de_metas as (
    select
        coalesce(mes, 'total') as mes,
        sum(valor_meta) as valor_meta,
        sum(valor_realizado) as valor_realizado,
        100 * sum(valor_realizado) / sum(valor_meta) as atingimento_percent
    from metas
    group by rollup (metas.mes)
)

select *
from de_vendas
full outer join de_clientes using (mes)
full outer join de_metas using (mes)
