-- Products from the best to the last in a hundred steps, with the share of revenue reached. A = up to
-- 80 % of it, B up to 95 %; who crosses a border belongs to the better class (as the analysis
-- produtos_04_curva_abc).
with produtos as (
    select
        produto_original_id,
        sum(receita) as receita
    from base.produtos
    group by produto_original_id
),

ordenados as (
    select
        receita,
        sum(receita) over () as total,
        sum(receita) over (
            order by receita desc, produto_original_id
            rows between unbounded preceding and current row
        ) as acumulada,
        ntile(100) over (order by receita desc, produto_original_id) as passo
    from produtos
),

classes as (
    select
        receita,
        total,
        acumulada,
        passo,
        case
            when acumulada - receita < total * 0.80 then 'A'
            when acumulada - receita < total * 0.95 then 'B'
            else 'C'
        end as classe
    from ordenados
)

select
    classe,
    passo,
    count(*) as produtos,
    sum(receita) as receita,
    100.0 * max(acumulada) / nullif(max(total), 0) as acumulado_percent
from classes
group by classe, passo
order by passo, classe
