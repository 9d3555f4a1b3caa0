-- The subcategories that the drill offers.
select
    categoria,
    subcategoria
from vw.vw_vendas_completa
where
    eh_cancelado = 0
    and data_venda between :de and :ate
    and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
    and (:canais = '' or :canais like concat('%|', canal, '|%'))
    and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
    and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
group by categoria, subcategoria
order by categoria, subcategoria
