-- Items with a discount beside items without, by category. It compares different buyers: a difference
-- is a hint, not proof of cause.
select
    categoria,
    case when teve_desconto = 1 then 1 else 0 end as com_desconto,
    count(*) as itens,
    count(distinct pedido_original_id) as pedidos,
    sum(quantidade_vendida) as unidades,
    sum(valor_total_bruto) as bruto,
    sum(valor_total_descontos) as descontos,
    sum(valor_receita) as receita,
    sum(margem_bruta) as margem,
    1.0 * sum(quantidade_vendida) / count(*) as unidades_por_item,
    100.0 * sum(margem_bruta) / nullif(sum(valor_receita), 0) as margem_percent
from vw.vw_vendas_completa
where
    eh_cancelado = 0
    and data_venda between :de and :ate
    and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', canal, '|%'))
    and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
    and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
group by categoria, case when teve_desconto = 1 then 1 else 0 end
order by categoria, com_desconto
