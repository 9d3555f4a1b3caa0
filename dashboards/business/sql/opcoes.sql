-- The values that the filters offer, and the first and last day of sales.
select
    regiao_pais_entrega as regiao,
    canal,
    nome_equipe as equipe,
    categoria,
    min(data_venda) as primeira,
    max(data_venda) as ultima
from vw.vw_vendas_completa
where eh_cancelado = 0
group by regiao_pais_entrega, canal, nome_equipe, categoria
