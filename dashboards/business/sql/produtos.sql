-- Sales one level below what is chosen: categories, a category's subcategories, one's 25 best products.
with itens as (
    select
        case
            when :categoria = '' then categoria
            when :subcategoria = '' then subcategoria
            else nome_produto
        end as nome,
        case when :subcategoria = '' then 0 else produto_original_id end as chave,
        receita,
        margem,
        vendidas,
        devolvidas
    from base.produtos
    where
        (:categoria = '' or categoria = :categoria)
        and (:subcategoria = '' or subcategoria = :subcategoria)
),

somas as (
    select
        nome,
        chave,
        sum(receita) as receita,
        sum(vendidas - devolvidas) as unidades,
        100.0 * sum(margem) / nullif(sum(receita), 0) as margem_percent,
        100.0 * sum(devolvidas) / sum(vendidas) as devolucao_percent,
        row_number() over (order by sum(receita) desc, nome, chave) as lugar
    from itens
    group by nome, chave
)

select
    lugar,
    nome,
    receita,
    unidades,
    margem_percent,
    devolucao_percent
from somas
where lugar <= 25
order by lugar
