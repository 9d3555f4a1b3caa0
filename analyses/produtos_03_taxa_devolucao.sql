-- Question: which subcategories come back most?
-- Reading: devolucao_unidades_percent counts units, devolucao_valor_percent money paid back against
-- liquid value sold. A high rate on few units is chance: look at unidades.
with subcategorias as (
    select
        categoria,
        subcategoria,
        sum(cast(quantidade_vendida as bigint)) as unidades,
        sum(cast(quantidade_devolvida as bigint)) as devolvidas,
        sum(valor_total_liquido) as liquido,
        sum(valor_devolvido) as valor_devolvido
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by categoria, subcategoria
)

select
    categoria,
    subcategoria,
    unidades,
    devolvidas,
    {{ percentual('devolvidas', 'unidades') }} as devolucao_unidades_percent,
    valor_devolvido,
    {{ percentual('valor_devolvido', 'liquido') }} as devolucao_valor_percent
from subcategorias
order by devolucao_unidades_percent desc, categoria, subcategoria
