with compra as (
    select
        cliente_original_id, count(distinct pedido_original_id) as pedidos,
        sum(quantidade_vendida - quantidade_devolvida) as unidades,
        sum(receita) as valor_receita, min(data_id) as primeiro, max(data_id) as ultimo
    from venda
    where not cancelada and cliente_original_id > 0
    group by cliente_original_id
)

select
    cliente_original_id, pedidos, unidades, valor_receita,
    cast(strptime(cast(primeiro as varchar), '%Y%m%d') as date) as primeira_compra,
    cast(strptime(cast(ultimo as varchar), '%Y%m%d') as date) as ultima_compra,
    1 + 5 * count(*) over (order by ultimo groups between unbounded preceding and 1 preceding)
    // count(*) over () as rfm_recencia,
    1 + 5 * count(*) over (order by pedidos groups between unbounded preceding and 1 preceding)
    // count(*) over () as rfm_frequencia,
    1 + 5 * count(*) over (order by valor_receita groups between unbounded preceding and 1 preceding)
    // count(*) over () as rfm_valor
from compra
