-- Question: which ten products sell most in each category?
-- Reading: posicao is by revenue within the category; participacao_percent is the product's share of
-- the whole category, not of the ten.
with produtos as (
    select
        categoria,
        produto_original_id,
        max(nome_produto) as nome_produto,
        sum(cast(quantidade_vendida - quantidade_devolvida as bigint)) as unidades,
        sum(valor_receita) as receita
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by categoria, produto_original_id
),

posicoes as (
    select
        *,
        sum(receita) over (partition by categoria) as receita_categoria,
        row_number() over (
            partition by categoria
            order by receita desc, {{ nulos_por_ultimo('produto_original_id') }}
        ) as posicao
    from produtos
)

select
    categoria,
    posicao,
    produto_original_id,
    nome_produto,
    unidades,
    receita,
    {{ percentual('receita', 'receita_categoria') }} as participacao_percent
from posicoes
where posicao <= 10
order by categoria, posicao
