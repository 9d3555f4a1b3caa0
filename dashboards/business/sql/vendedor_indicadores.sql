-- Headline figures of one seller in the period.
select
    coalesce(sum(receita), 0) as receita,
    count(distinct pedido_original_id) as pedidos,
    count(distinct case when cliente_original_id > 0 then cliente_original_id end) as clientes,
    1.0 * sum(receita) / nullif(count(distinct pedido_original_id), 0) as ticket_medio,
    100.0 * case when count(margem) = count(*) then sum(margem) end / nullif(sum(receita), 0) as margem_percent,
    sum(comissao) as comissao
from base.itens_do_vendedor
