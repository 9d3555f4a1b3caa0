with itens as (
    select
        calendario.periodo_mes,
        vendas.produto_id,
        {{ faixa_desconto('vendas') }} as faixa_desconto,
        vendas.quantidade_vendida, vendas.quantidade_devolvida, vendas.valor_total_bruto,
        vendas.valor_total_descontos, vendas.valor_receita, vendas.margem_bruta
    from {{ ref('vw_vendas_medidas') }} as vendas
    inner join {{ ref('dim_data') }} as calendario on vendas.data_id = calendario.data_id
    where vendas.eh_cancelado = 0
)

select
    periodo_mes,
    produto_id,
    faixa_desconto,
    cast(count(*) as bigint) as itens,
    cast(sum(cast(quantidade_vendida as bigint)) as bigint) as quantidade_vendida,
    cast(sum(cast(quantidade_devolvida as bigint)) as bigint) as quantidade_devolvida,
    cast(sum(valor_total_bruto) as decimal(18, 2)) as valor_total_bruto,
    cast(sum(valor_total_descontos) as decimal(18, 2)) as valor_total_descontos,
    cast(sum(valor_receita) as decimal(18, 2)) as valor_receita,
    cast(sum(margem_bruta) as decimal(18, 2)) as margem_bruta
from itens
group by periodo_mes, produto_id, faixa_desconto
{{ em_ordem('periodo_mes') }}
