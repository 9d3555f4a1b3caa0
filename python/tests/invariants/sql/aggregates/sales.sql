-- A sum of which no part is unknown.
create or replace temp macro inteira(parte) as if(count(parte) = count(*), sum(parte), null);
-- Items as they were sold, what they brought and what that cost: of a cancelled order nothing.
create or replace temp view venda as
select
    f.*, f.status_pedido = 'Cancelado' as cancelada, c.cliente_original_id,
    strftime(strptime(cast(f.data_id as varchar), '%Y%m%d'), '%Y-%m') as mes,
    case when f.status_pedido = 'Cancelado' then 0
        else f.valor_total_liquido - f.valor_devolvido end as receita,
    -- Of the units that did not come back, down to the cent.
    case when f.status_pedido = 'Cancelado' then 0
        else cast(
            cast(f.custo_total * 100 as hugeint) * (f.quantidade_vendida - f.quantidade_devolvida)
            // f.quantidade_vendida as decimal(18, 2)
        ) * 0.01 end as custo_receita
from dw.fact.fact_vendas f
left join dw.dim.dim_cliente c on c.cliente_id = f.cliente_id
