-- Sales one level below what is chosen: categories, a category's subcategories, one's 25 best products.
with itens as (
    select
        case
            when :categoria = '' then categoria
            when :subcategoria = '' then subcategoria
            else nome_produto
        end as nome,
        case when :subcategoria = '' then 0 else produto_original_id end as chave,
        valor_receita,
        margem_bruta,
        quantidade_vendida,
        quantidade_devolvida
    from vw.vw_vendas_completa
    where
        eh_cancelado = 0
        and data_venda between :de and :ate
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
        and (:categoria = '' or categoria = :categoria)
        and (:subcategoria = '' or subcategoria = :subcategoria)
),

somas as (
    select
        nome,
        chave,
        sum(valor_receita) as receita,
        sum(quantidade_vendida - quantidade_devolvida) as unidades,
        100.0 * sum(margem_bruta) / nullif(sum(valor_receita), 0) as margem_percent,
        100.0 * sum(quantidade_devolvida) / sum(quantidade_vendida) as devolucao_percent,
        row_number() over (order by sum(valor_receita) desc, nome, chave) as lugar
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
