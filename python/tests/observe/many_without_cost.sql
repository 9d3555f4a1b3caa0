-- Three weeks of one item a day more; yesterday two hundred more, whose cost nobody knows.
insert into fact.fact_vendas by name
select
    vendas.* replace (
        -plantadas.n as venda_id,
        cast(strftime(current_date - cast(plantadas.dias as int), '%Y%m%d') as int) as data_id,
        if(plantadas.n > 100, null, vendas.custo_total) as custo_total
    )
from (
    select * from fact.fact_vendas
    where status_pedido <> 'Cancelado' and custo_total is not null
    limit 1
) as vendas
cross join (
    select
        range as n,
        if(range > 100, 1, range) as dias
    from range(1, 301)
    where range <= 21 or range > 100
) as plantadas
