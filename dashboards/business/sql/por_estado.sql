-- Sales by the state of delivery.
select
    estado_entrega as uf,
    nome_estado_entrega as estado,
    regiao_pais_entrega as regiao,
    sum(valor_receita) as receita,
    count(distinct pedido_original_id) as pedidos,
    1.0 * sum(valor_receita) / count(distinct pedido_original_id) as ticket_medio,
    100.0 * sum(valor_receita) / nullif(sum(sum(valor_receita)) over (), 0) as participacao_percent
from vw.vw_vendas_completa
where
    eh_cancelado = 0
    and data_venda between :de and :ate
    and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', canal, '|%'))
    and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
    and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
group by estado_entrega, nome_estado_entrega, regiao_pais_entrega
order by receita desc
