-- Items of the period by category and depth of their discount (discount against gross value).
-- Whole months without a filter (:mensal = 1) are kept ready.
select
    categoria,
    faixa_desconto,
    sum(itens) as itens,
    sum(quantidade_vendida) as vendidas,
    sum(valor_total_bruto) as bruto,
    sum(valor_total_descontos) as descontos,
    sum(valor_receita) as receita,
    case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem
from vw.vw_produtos_mensal
where :mensal = 1 and periodo_mes between :mes_de and :mes_ate
group by categoria, faixa_desconto
union all
select
    categoria,
    faixa_desconto,
    count(*) as itens,
    sum(quantidade_vendida) as vendidas,
    sum(valor_total_bruto) as bruto,
    sum(valor_total_descontos) as descontos,
    sum(valor_receita) as receita,
    case when count(margem_bruta) = count(*) then sum(margem_bruta) end as margem
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
group by categoria, faixa_desconto
