-- Sales of the period by product. Whole months without a filter (:mensal = 1) are kept ready. Sums by
-- key first, names after: words are dear to group by.
select
    produto.produto_original_id,
    produto.nome_produto,
    produto.categoria,
    produto.subcategoria,
    sum(versao.receita) as receita,
    case when count(versao.margem) = count(*) then sum(versao.margem) end as margem,
    sum(versao.vendidas) as vendidas,
    sum(versao.devolvidas) as devolvidas
from (
    select
        produto_id,
        sum(valor_receita) as receita,
        case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem,
        sum(quantidade_vendida) as vendidas,
        sum(quantidade_devolvida) as devolvidas
    from vw.vw_produtos_mensal
    where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
    group by produto_id
    union all
    select
        produto_id,
        sum(valor_receita) as receita,
        case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem,
        sum(quantidade_vendida) as vendidas,
        sum(quantidade_devolvida) as devolvidas
    from vw.vw_itens_analise
    where
        :mensal = 0
        and eh_cancelado = 0
        and data_venda between :de and :ate
        and regiao_pais_entrega in :regioes
        and estado_entrega in :estados
        and canal in :canais
        and nome_equipe in :equipes
        and categoria in :categorias
    group by produto_id
) as versao
left join dim.dim_produto as produto on produto.produto_id = versao.produto_id
group by
    produto.produto_original_id, produto.nome_produto, produto.categoria, produto.subcategoria
