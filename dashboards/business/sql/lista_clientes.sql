-- Customers of the chosen segments and scores, the best first. Names stay masked where the reader's
-- login has no right to them.
with clientes as (
    select
        *,
        concat('R', rfm_recencia, ' F', rfm_frequencia) as celula
    from vw.vw_cliente_metricas
    where eh_excluido = 0
)

select
    cliente_original_id as cliente_id,
    nome_cliente as cliente,
    segmento,
    cidade,
    estado,
    segmento_rfm,
    rfm_recencia as recencia,
    rfm_frequencia as frequencia,
    rfm_valor as valor,
    pedidos_historico as pedidos,
    total_compras_historico as receita,
    data_ultima_compra as ultima_compra,
    dias_desde_ultima_compra as dias_sem_comprar
from clientes
where
    regiao_pais in :regioes
    and estado in :estados
    and segmento_rfm in :segmentos
    and celula in :celulas
order by total_compras_historico desc, cliente_original_id
