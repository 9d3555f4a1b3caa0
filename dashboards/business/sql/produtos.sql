-- Sales of the period by category, by subcategory of each, and the 25 best products of each of these.
with niveis as (
    select
        'categoria' as nivel,
        '' as categoria,
        '' as subcategoria,
        categoria as nome,
        0 as chave,
        sum(receita) as receita,
        case when count(margem) = count(*) then sum(margem) end as margem,
        sum(vendidas) as vendidas,
        sum(devolvidas) as devolvidas
    from base.produtos
    group by categoria
    union all
    select
        'subcategoria' as nivel,
        categoria,
        '' as subcategoria,
        subcategoria as nome,
        0 as chave,
        sum(receita) as receita,
        case when count(margem) = count(*) then sum(margem) end as margem,
        sum(vendidas) as vendidas,
        sum(devolvidas) as devolvidas
    from base.produtos
    group by categoria, subcategoria
    union all
    select
        'produto' as nivel,
        categoria,
        subcategoria,
        nome_produto as nome,
        produto_original_id as chave,
        receita,
        margem,
        vendidas,
        devolvidas
    from base.produtos
),

ordenados as (
    select
        *,
        row_number() over (
            partition by nivel, categoria, subcategoria order by receita desc, nome, chave
        ) as lugar
    from niveis
)

select
    nivel,
    categoria,
    subcategoria,
    lugar,
    nome,
    receita,
    vendidas - devolvidas as unidades,
    100.0 * margem / nullif(receita, 0) as margem_percent,
    100.0 * devolvidas / nullif(vendidas, 0) as devolucao_percent
from ordenados
where nivel <> 'produto' or lugar <= 25
order by nivel, categoria, subcategoria, lugar
