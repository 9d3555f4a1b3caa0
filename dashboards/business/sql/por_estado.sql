-- Sales by the state of delivery.
select
    estado_entrega as uf,
    nome_estado_entrega as estado,
    regiao_pais_entrega as regiao,
    sum(receita) as receita,
    sum(pedidos) as pedidos,
    1.0 * sum(receita) / nullif(sum(pedidos), 0) as ticket_medio,
    100.0 * sum(receita) / nullif(sum(sum(receita)) over (), 0) as participacao_percent
from base.vendas
where data_venda between :de and :ate
group by estado_entrega, nome_estado_entrega, regiao_pais_entrega
order by receita desc
