-- Channels of one campaign.
select
    canal,
    count(*) as pedidos,
    sum(receita) as receita,
    sum(concedido) as concedido,
    1.0 * sum(receita) / count(*) as ticket_medio
from base.pedidos_da_campanha
group by canal
order by receita desc, canal
