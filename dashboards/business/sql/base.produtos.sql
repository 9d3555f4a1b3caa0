-- Sales of the period by product. Whole months without a filter (:mensal = 1) are kept ready.
select
    produto_original_id,
    nome_produto,
    categoria,
    subcategoria,
    sum(valor_receita) as receita,
    case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem,
    sum(quantidade_vendida) as vendidas,
    sum(quantidade_devolvida) as devolvidas
from vw.vw_produtos_mensal
where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
group by produto_original_id, nome_produto, categoria, subcategoria
union all
select
    produto_original_id,
    nome_produto,
    categoria,
    subcategoria,
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
group by produto_original_id, nome_produto, categoria, subcategoria
