-- Question: do orders with a discount differ from orders without, in the same category?
-- Reading: unidades_por_item says whether discounts make people buy more of it, margem_percent what
-- that costs. It compares different buyers: a difference is a hint, not proof of cause.
with grupos as (
    select
        categoria,
        case when teve_desconto = 1 then 'com desconto' else 'sem desconto' end as grupo,
        count(*) as itens,
        count(distinct pedido_original_id) as pedidos,
        sum(cast(quantidade_vendida as bigint)) as unidades,
        sum(valor_receita) as receita,
        {{ soma_completa('margem_bruta') }} as margem
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by categoria, case when teve_desconto = 1 then 'com desconto' else 'sem desconto' end
)

select
    categoria,
    grupo,
    itens,
    pedidos,
    receita,
    {{ razao('receita', 'pedidos', 2) }} as receita_por_pedido,
    {{ razao('unidades', 'itens', 2) }} as unidades_por_item,
    {{ percentual('margem', 'receita') }} as margem_percent
from grupos
order by categoria, grupo
