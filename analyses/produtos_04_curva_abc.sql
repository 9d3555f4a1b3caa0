-- Question: how few products make most of the revenue?
-- Reading: A = products up to 80 % of the revenue counted from the best, B up to 95 %, C the rest.
-- The product that crosses a border still belongs to the better class.
with produtos as (
    select
        produto_original_id,
        sum(valor_receita) as receita
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by produto_original_id
),

acumulado as (
    select
        receita,
        sum(receita) over () as total,
        sum(receita) over (
            order by receita desc, {{ nulos_por_ultimo('produto_original_id') }}
            rows between unbounded preceding and current row
        ) - receita as receita_antes
    from produtos
),

classes as (
    select
        receita,
        total,
        case
            when receita_antes < total * 0.80 then 'A'
            when receita_antes < total * 0.95 then 'B'
            else 'C'
        end as classe
    from acumulado
)

select
    classe,
    count(*) as produtos,
    {{ percentual('count(*)', 'sum(cast(count(*) as bigint)) over ()') }} as produtos_percent,
    sum(receita) as receita,
    {{ percentual('sum(receita)', 'max(total)') }} as receita_percent
from classes
group by classe
order by classe
