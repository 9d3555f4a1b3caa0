-- Months, from a year before the period to its end.
select
    periodo_mes as quando,
    sum(valor_receita) as receita,
    count(distinct pedido_original_id) as pedidos,
    sum(quantidade_vendida - quantidade_devolvida) as unidades,
    1.0 * sum(valor_receita) / count(distinct pedido_original_id) as ticket_medio,
    100.0 * sum(margem_bruta) / nullif(sum(valor_receita), 0) as margem_percent,
    100.0 * sum(quantidade_devolvida) / sum(quantidade_vendida) as devolucao_percent,
    100.0 * sum(valor_total_descontos) / nullif(sum(valor_total_bruto), 0) as desconto_percent
from vw.vw_vendas_completa
where
    eh_cancelado = 0
    and data_venda between :de_ano and :ate
    and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', canal, '|%'))
    and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
    and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
group by periodo_mes
order by quando
