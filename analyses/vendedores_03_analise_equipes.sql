-- Question: how do the teams compare, and how much does a team hang on its best seller?
-- Reading: dependencia_percent is the best seller's share of the team's revenue in the year; above 50
-- the team stands on one person.
with equipes as (
    select
        ano,
        equipe_original_id,
        max(nome_equipe) as nome_equipe,
        count(*) as vendedores,
        sum(pedidos) as pedidos,
        sum(valor_receita) as receita,
        {{ soma_completa('margem_bruta') }} as margem,
        max(case when ranking_na_equipe = 1 then nome_vendedor end) as melhor_vendedor,
        max(case when ranking_na_equipe = 1 then participacao_equipe_percent end) as dependencia
    from {{ ref('vw_analise_equipe_vendedores') }}
    group by ano, equipe_original_id
)

select
    ano,
    equipe_original_id,
    nome_equipe,
    vendedores,
    pedidos,
    receita,
    {{ percentual('margem', 'receita') }} as margem_percent,
    {{ razao('receita', 'vendedores', 2) }} as receita_por_vendedor,
    melhor_vendedor,
    dependencia as dependencia_percent
from equipes
order by ano desc, receita desc
