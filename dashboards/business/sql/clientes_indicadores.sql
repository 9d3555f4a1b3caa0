-- Buyers of the period and how often they bought in it.
with compradores as (
    select
        cliente_original_id,
        count(distinct pedido_original_id) as pedidos,
        sum(valor_receita) as receita
    from vw.vw_vendas_completa
    where
        eh_cancelado = 0
        and data_venda between :de and :ate
        and (:regioes = '' or :regioes like concat('%|', regiao_pais_entrega, '|%'))
        and (:canais = '' or :canais like concat('%|', canal, '|%'))
        and (:equipes = '' or :equipes like concat('%|', nome_equipe, '|%'))
        and (:categorias = '' or :categorias like concat('%|', categoria, '|%'))
        and cliente_original_id > 0
    group by cliente_original_id
)

select
    count(*) as compradores,
    sum(case when pedidos > 1 then 1 else 0 end) as recompraram,
    sum(pedidos) as pedidos,
    sum(receita) as receita,
    1.0 * sum(receita) / nullif(count(*), 0) as receita_por_cliente,
    100.0 * sum(case when pedidos > 1 then 1 else 0 end) / nullif(count(*), 0)
        as recompra_percent
from compradores
