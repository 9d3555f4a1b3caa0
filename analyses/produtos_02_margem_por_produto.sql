-- Question: which products earn money, and which sell at a loss?
-- Reading: margem is revenue less the cost of the units kept by customers; freight and commission are
-- not in it. The worst products come first.
with produtos as (
    select
        produto_original_id,
        max(nome_produto) as nome_produto,
        max(categoria) as categoria,
        sum(valor_receita) as receita,
        {{ soma_completa('custo_receita') }} as custo,
        {{ soma_completa('margem_bruta') }} as margem,
        sum(valor_total_descontos) as descontos,
        sum(valor_total_bruto) as bruto
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by produto_original_id
)

select
    produto_original_id,
    nome_produto,
    categoria,
    receita,
    custo,
    margem,
    {{ percentual('margem', 'receita') }} as margem_percent,
    {{ percentual('descontos', 'bruto') }} as desconto_percent
from produtos
order by margem, produto_original_id
