-- Question: do we sell more per head where human development is higher?
-- Reading: municipalities by IDH band. receita_por_mil_habitantes counts the people of all the
-- municipalities of the band, sold to or not; a steep rise says that income drives demand.
with vendas as (
    select
        regiao_original_id,
        sum(valor_receita) as receita
    from {{ ref('vw_vendas_completa') }}
    where eh_cancelado = 0
    group by regiao_original_id
),

municipios as (
    select
        case
            when geografia.idh is null then 'sem IDH'
            when geografia.idh >= 0.8 then '1 muito alto (0,800+)'
            when geografia.idh >= 0.7 then '2 alto (0,700-0,799)'
            when geografia.idh >= 0.6 then '3 médio (0,600-0,699)'
            else '4 baixo (abaixo de 0,600)'
        end as faixa_idh,
        geografia.populacao_estimada as populacao,
        vendas.receita
    from {{ ref('vw_hierarquia_geografica') }} as geografia
    left join vendas on vendas.regiao_original_id = geografia.regiao_original_id
),

faixas as (
    select
        faixa_idh,
        count(*) as municipios,
        count(receita) as municipios_com_venda,
        sum(cast(populacao as bigint)) as populacao,
        coalesce(sum(receita), 0) as receita
    from municipios
    group by faixa_idh
)

select
    faixa_idh,
    municipios,
    municipios_com_venda,
    populacao,
    receita,
    {{ razao('receita * 1000', 'populacao', 2) }} as receita_por_mil_habitantes
from faixas
order by faixa_idh
